// One cell of the results table, one seed: trains with the preset, or goes on where a killed run stopped.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeVec } from '../envs/index.js';
import { toExactJson } from '../io/exact-json.js';
import { writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import type { Curve } from '../report/index.js';
import {
  type Evaluation,
  evaluatePolicy,
  evaluationSeed,
  loadRun,
  RunFolder,
  resume,
  train,
} from '../train/index.js';
import { seedResultSchema } from './schema.js';

export interface SeedJob {
  algo: string;
  env: string;
  seed: number;
  /** Folder of the run. */
  folder: string;
  /** Episodes of the evaluation at the end. */
  episodes: number;
}

/** How the policy of a finished run plays, without exploration. */
export interface Score {
  mean: number;
  std: number;
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
}

const RESULT = 'result.json';
/** Episodes of each evaluation on the way: with fewer, the best of many is the luckiest rather than the best. */
const EVALUATION_EPISODES = 50;

/** Runs in a worker: everything it needs is in `job`, everything it makes in the folder. */
export async function runSeed(job: SeedJob): Promise<SeedResult> {
  const file = join(job.folder, RESULT);
  if (existsSync(file)) return readJson(file, seedResultSchema);
  const { algo, env, seed, folder, episodes } = job;
  const begun = existsSync(join(folder, 'config.json'));
  if (!begun) {
    const evaluation = { episodes: EVALUATION_EPISODES };
    const { agent } = await train({ algo, env, seed, out: folder, evaluation, finalEpisodes: episodes });
    agent.env?.close();
  } else if (!RunFolder.open(folder).evaluation) await resume(folder, { finalEpisodes: episodes });
  const result = await summarise(job);
  writeFileAtomic(file, `${toExactJson(result)}\n`);
  return result;
}

async function summarise({ seed, folder: path, episodes }: SeedJob): Promise<SeedResult> {
  const { agent, config, folder, step } = await loadRun(path, { weights: 'last' });
  const best = folder.evaluation!;
  const last = evaluatePolicy(
    agent,
    makeVec(config.env.id, { numEnvs: episodes, options: config.env.options }),
    {
      episodes,
      seed: evaluationSeed(seed, 0),
    },
  );
  const evaluations = folder.metrics().filter((row) => 'eval/mean_reward' in row);
  return {
    seed,
    steps: step,
    seconds: folder.timing().at(-1)?.seconds ?? Number.NaN,
    best: { ...score(best), step: best.step },
    last: score(last),
    curve: {
      x: evaluations.map((row) => row.step),
      y: evaluations.map((row) => row['eval/mean_reward'] as number),
    },
  };
}

function score({ mean, std }: Evaluation): Score {
  return { mean, std };
}
