// One seed of one configuration: trained, or gone on with where a killed process stopped, and measured at the end.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Callback } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import { toExactJson } from '../io/exact-json.js';
import { writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import type { Curve } from '../report/index.js';
import {
  evaluatePolicy,
  evaluationSeed,
  loadRun,
  prepareRun,
  type RunConfig,
  RunFolder,
  resume,
  type Score,
  type TrainOptions,
  trackedMeans,
  train,
} from '../train/index.js';
import { seedResultSchema } from './schema.js';

/** Plain data, so that a thread can take it. */
export interface SeedJob {
  /** Of `train`, the seed and the folder (`out`) among them. */
  options: TrainOptions & { seed: number; out: string };
  /** Episodes of the evaluation at the end. */
  episodes: number;
}

export interface SeedResult {
  seed: number;
  /** Environment steps trained. */
  steps: number;
  /** Time of training, evaluations on the way included. */
  seconds: number;
  /** Weights of the best evaluation on the way. */
  best: Score & { step: number };
  /** Weights at the end. */
  last: Score;
  /** Mean return of the evaluations on the way against environment steps. */
  curve: Curve;
  /** Means over all episodes of the training of what a wrapper tracks, where one does. */
  tracked?: Record<string, number>;
}

const RESULT = 'result.json';

/** Runs in a worker too: everything it needs is in `job`, everything it makes in the folder. */
export async function runSeed(job: SeedJob): Promise<SeedResult> {
  const result = await trainSeed(job);
  if (result) return result;
  throw new UserError(`The run in '${job.options.out}' was stopped by a callback before its end.`, {
    kind: 'failure',
  });
}

/**
 * The same with callbacks that may end it; the same call goes on with it then.
 *
 * @returns undefined where training was stopped before its budget was used up.
 */
export async function trainSeed(
  { options, episodes: finalEpisodes }: SeedJob,
  callbacks: readonly Callback[] = [],
): Promise<SeedResult | undefined> {
  const { out: path, env } = options;
  const factory = typeof env === 'string' ? undefined : { env };
  const file = join(path, RESULT);
  if (existsSync(file)) return readJson(file, seedResultSchema);
  if (existsSync(join(path, 'config.json'))) {
    if (!RunFolder.open(path).evaluation) {
      const { agent, finished } = await resume(path, { ...factory, finalEpisodes, callbacks });
      agent.env?.close();
      if (!finished) return undefined;
    }
  } else {
    const own = [...(options.callbacks ?? []), ...callbacks];
    const { agent, finished } = await train({ ...options, finalEpisodes, callbacks: own });
    agent.env?.close();
    if (!finished) return undefined;
  }
  const result = await measure(path, finalEpisodes, factory);
  writeFileAtomic(file, `${toExactJson(result)}\n`);
  return result;
}

/**
 * A folder from before must not pass for something else that is asked for now.
 *
 * @throws {UserError} that names the setting that differs.
 */
export async function requireSameRun({ options }: SeedJob): Promise<void> {
  if (!existsSync(join(options.out, 'config.json'))) return;
  const { config, agent } = await prepareRun(options);
  agent.env?.close();
  const stored = RunFolder.open(options.out).config;
  for (const key of Object.keys({ ...stored, ...config }) as (keyof RunConfig)[]) {
    // Another version or machine may go on with it, and play other final episodes; what it is about may not change.
    const free =
      key === 'versions' ||
      key === 'finalEpisodes' ||
      (key === 'backend' && (options.backend ?? 'auto') === 'auto');
    if (free || isDeepStrictEqual(config[key], stored[key])) continue;
    throw new UserError(
      `'${options.out}' holds a run with other settings: ${key} is ${toExactJson(stored[key] ?? null)} there and ` +
        `${toExactJson(config[key] ?? null)} now. Choose another folder.`,
    );
  }
}

async function measure(
  path: string,
  episodes: number,
  factory?: Pick<TrainOptions, 'env'>,
): Promise<SeedResult> {
  const { agent, config, envs, folder, step } = await loadRun(path, { ...factory, weights: 'last' });
  const best = folder.evaluation!;
  const seed = config.config.seed as number;
  const vector = envs.makeEvaluation(episodes);
  const last = evaluatePolicy(agent, vector, {
    episodes,
    epsilon: config.evaluation.epsilon,
    seed: evaluationSeed(seed, 0),
  });
  vector.close();
  agent.env?.close();
  const rows = [...folder.metricsRows()];
  const tracked = trackedMeans(rows);
  const evaluations = rows.filter((row) => 'eval/mean_reward' in row);
  return {
    seed,
    steps: step,
    seconds: folder.timing().at(-1)?.seconds ?? Number.NaN,
    best: { mean: best.mean, std: best.std, step: best.step },
    last: { mean: last.mean, std: last.std },
    curve: {
      x: evaluations.map((row) => row.step),
      y: evaluations.map((row) => row['eval/mean_reward'] as number),
    },
    ...(Object.keys(tracked).length > 0 && { tracked }),
  };
}
