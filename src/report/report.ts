// Writes the pictures of a run into its folder: episode.gif and report.html.
import { envSpec, loadEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { writeFileAtomic } from '../io/files.js';
import {
  commandOf,
  evaluationSeed,
  isRegistered,
  loadRun,
  type OpenOptions,
  RunFolder,
  seedOf,
  trackedMeans,
} from '../train/index.js';
import { type AttentionOf, attentionEpisode } from './attention.js';
import { episodeGif, playEpisode } from './episode.js';
import { reportHtml } from './html.js';
import { charts, columnsOf } from './run-data.js';

export interface ReportResult {
  report: string;
  /** Absent when the environment does not draw, or there is no checkpoint yet. */
  gif?: string;
  /** With the option `attention`. */
  attention?: string;
}

export interface ReportOptions extends OpenOptions {
  /** Also draws the attention of an agent with relational features over the frames: attention.gif. */
  attention?: AttentionOf;
}

/**
 * Draws one greedy episode of the run's agent and writes the report. May be called at any time, also while the run
 * goes on. It imports no module that the run names: without `imports` or `env`, an environment of the user is not drawn.
 *
 * @throws {UserError} when the folder is no run or cannot be written.
 */
export async function writeReport(
  path: string,
  { attention, ...options }: ReportOptions = {},
): Promise<ReportResult> {
  const folder = RunFolder.open(path);
  const { config, evaluation } = folder;
  const metrics = columnsOf(folder.metricsRows());
  const timing = folder.timing();
  const gif = await drawEpisode(folder, options);
  const attended = attention && (await drawEpisode(folder, options, attention));
  if (attention && !attended)
    throw new UserError(
      `There is no picture of attention: '${path}' has no checkpoint yet, or its environment does not draw.`,
    );
  if (attended) writeFileAtomic(folder.file('attention.gif'), attended);
  if (gif) writeFileAtomic(folder.file('episode.gif'), gif);
  const html = reportHtml({
    config,
    charts: charts(metrics, timing),
    step: Math.max(metrics.step, timing.at(-1)?.step ?? 0),
    episodes: metrics.named.get('episode/return')?.x.length ?? 0,
    seconds: timing.at(-1)?.seconds ?? 0,
    evaluation,
    tracked: trackedMeans(folder.metricsRows()),
    rewardThreshold: isRegistered(config.env.id) ? envSpec(config.env.id).rewardThreshold : undefined,
    gif,
    command: commandOf(config, path),
  });
  writeFileAtomic(folder.file('report.html'), html);
  return {
    report: folder.file('report.html'),
    gif: gif && folder.file('episode.gif'),
    ...(attended && { attention: folder.file('attention.gif') }),
  };
}

/** Families are loaded for it; false also where what one needs is not installed. */
async function isKnown(id: string): Promise<boolean> {
  await loadEnv(id).catch(() => undefined);
  return isRegistered(id);
}

async function drawEpisode(
  folder: RunFolder,
  options: OpenOptions,
  of?: AttentionOf,
): Promise<Uint8Array | undefined> {
  if (folder.checkpoints().steps().length + folder.best.steps().length === 0) return undefined;
  const { imports, env: given } = options;
  const { env: wanted } = folder.config;
  if (!imports && !given && (wanted.program || !(await isKnown(wanted.id)))) return undefined;
  const { agent, config, envs } = await loadRun(folder.path, { ...options, imports: imports ?? [] });
  const env = envs.stage();
  const seed = evaluationSeed(seedOf(config), 0);
  const frames = [...(of ? attentionEpisode(agent, env, { seed, of }) : playEpisode(agent, env, { seed }))];
  env.close?.();
  agent.env?.close();
  return episodeGif(frames, { width: of ? 800 : 400 });
}
