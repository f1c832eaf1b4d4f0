// Several seeds of configurations on all cores: one folder per seed, gone on with when the same is asked for again.
import { join } from 'node:path';
import { UserError } from '../io/errors.js';
import { fileName } from '../io/file-name.js';
import { requireKnown } from '../io/options.js';
import { WorkerPool } from '../parallel/index.js';
import { workerEntry } from '../parallel/module-ref.js';
import type { TrainOptions } from '../train/index.js';
import { requireSameRun, runSeed, type SeedJob, type SeedResult } from './seed-run.js';
import { type Summary, summarise } from './summary.js';

export interface SeedsOptions {
  /** How many; the first one is `seed` (default 0). */
  seeds: number;
  /** Trainings at a time; default: one per core. */
  jobs?: number;
  /** Episodes of the evaluation at the end of each; default 100. */
  finalEpisodes?: number;
  /** Hears of each seed as it is done. */
  onResult?: (result: SeedResult, done: number) => void;
}

export interface SeedsResult {
  /** Holds `seed-0`, `seed-1`, …, each a run folder. */
  folder: string;
  seeds: SeedResult[];
  /** Of the mean returns of the seeds' best weights, and of their last ones. */
  best: Summary;
  last: Summary;
}

/**
 * Trains the same with several seeds. Killed at any time, the same call goes on where it was: finished seeds are not
 * repeated, begun ones resumed.
 *
 * @param options Those of `train`, with `out` for the folder of all (default `runs/<env>-<algo>-seeds`).
 * @throws {UserError} when an option is wrong, or a folder holds a run with other settings.
 *
 * @example
 * const { best } = await trainSeeds({ env: 'CartPole-v1', algo: 'ppo' }, { seeds: 5 });
 */
export async function trainSeeds(options: TrainOptions, settings: SeedsOptions): Promise<SeedsResult> {
  requireKnown('trainSeeds()', settings, ['seeds', 'jobs', 'finalEpisodes', 'onResult']);
  const { seeds, jobs, finalEpisodes = 100, onResult } = settings;
  const {
    seed: first = 0,
    env,
    algo = 'dqn',
    out = join('runs', fileName(`${nameOf(env)}-${algo}-seeds`)),
  } = options;
  if (!Number.isSafeInteger(seeds) || seeds < 1) {
    throw new UserError(`seeds: expected a whole number ≥ 1, got ${seeds}.`);
  }
  const work = Array.from({ length: seeds }, (_, i) => first + i).map((seed) => ({
    options: { ...options, seed, out: join(out, `seed-${seed}`) },
    episodes: finalEpisodes,
  }));
  let done = 0;
  const results = await runSeeds(work, jobs, (_job, result) => onResult?.(result, ++done));
  const means = (weights: 'best' | 'last') => results.map((result) => result[weights].mean);
  return { folder: out, seeds: results, best: summarise(means('best')), last: summarise(means('last')) };
}

/** Runs the jobs in threads; those with functions in them, which threads cannot take, one after the other. */
export async function runSeeds(
  work: readonly SeedJob[],
  workers: number | undefined,
  onResult: (job: SeedJob, result: SeedResult) => void,
): Promise<SeedResult[]> {
  for (const job of work) await requireSameRun(job);
  const portable = work.map(({ options, episodes }) => ({ options: plain(options), episodes }));
  if (!portable.every(({ options }) => options !== undefined)) {
    const results: SeedResult[] = [];
    for (const job of work) {
      results.push(await runSeed(job));
      onResult(job, results.at(-1)!);
    }
    return results;
  }
  const pool = new WorkerPool({ workers });
  const task = { module: workerEntry('./seed-run.js', import.meta.url), export: 'runSeed' };
  return pool
    .map<SeedJob, SeedResult>(task, portable as SeedJob[], {
      onResult: (index, result) => onResult(work[index]!, result),
    })
    .finally(() => pool.close());
}

/** The options if a thread can take them. */
function plain(options: SeedJob['options']): SeedJob['options'] | undefined {
  try {
    return structuredClone(options);
  } catch {
    return undefined;
  }
}

function nameOf(env: TrainOptions['env']): string {
  return typeof env === 'string' ? env : env().constructor.name;
}
