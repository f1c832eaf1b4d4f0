// Many algorithms, environments and seeds on all cores, into one page. Killed at any time, it goes on where it was.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { algorithm, algorithms } from '../agents/index.js';
import { loadEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { toExactJson } from '../io/exact-json.js';
import { fileName } from '../io/file-name.js';
import { ensureFolder, writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import type { RunBackend } from '../train/index.js';
import { BASELINE, type Cell, EPISODES, resultsDocument } from './document.js';
import { cellsSchema } from './schema.js';
import type { SeedJob, SeedResult } from './seed-run.js';
import { runSeeds } from './seeds.js';

/** The baseline has no presets and learns nothing, so few steps will do. */
const BASELINE_OPTIONS = { totalSteps: 1000 };
/** Episodes of each evaluation on the way: with fewer, the best of many is the luckiest rather than the best. */
const EVALUATION_EPISODES = 50;

export interface ResultsOptions {
  /** Default: all that have presets, and `random` as a baseline. */
  algos?: readonly string[];
  /** Default: every environment with a preset of the algorithm. */
  envs?: readonly string[];
  /** First seed; default 100: the presets were tuned on lower ones. */
  firstSeed?: number;
  /** How many from there on; default 5. */
  seeds?: number;
  /** Episodes of the evaluation at the end of each run; default 300. */
  episodes?: number;
  /** Folder of the runs; those that are there are not repeated. */
  out: string;
  /** Folder that gets `results.md` and `results/`; other cells already there are kept. Left out: nothing is written. */
  docs?: string;
  /** Runs at a time; default: one per core. */
  jobs?: number;
  /** Kernels to compute with; default: those of the program. */
  backend?: RunBackend;
  /** Modules that define algorithms and environments. */
  imports?: readonly string[];
  onResult?: (job: SeedJob, result: SeedResult) => void;
}

/** A cell to come. */
export interface PlannedCell extends Pick<Cell, 'algo' | 'env' | 'variant'> {
  /** Of `train`, beside what all cells have in common. */
  options?: Partial<SeedJob['options']>;
}

/**
 * Trains every cell with every seed and writes the page.
 *
 * @returns the cells of this call, in the order of the options
 * @throws {UserError} when no cell has a preset.
 */
export async function collectResults(options: ResultsOptions): Promise<Cell[]> {
  return runCells(plannedCells(options), options);
}

/** The same for cells that are known. */
export async function runCells(planned: readonly PlannedCell[], options: ResultsOptions): Promise<Cell[]> {
  const { firstSeed = 100, seeds = 5, episodes = EPISODES, jobs, onResult } = options;
  const { out, docs, backend, imports = [] } = options;
  const work = planned.flatMap((cell) =>
    Array.from({ length: seeds }, (_, i) => firstSeed + i).map((seed) => ({
      options: {
        ...{ algo: cell.algo, env: cell.env, seed, backend, imports },
        out: join(out, fileName(keyOf(cell).join('-')), `seed-${seed}`),
        evaluation: { episodes: EVALUATION_EPISODES },
        ...cell.options,
      },
      episodes,
    })),
  );
  const results = await runSeeds(work, jobs, onResult ?? (() => {}));
  const cells = planned.map(({ options: _, ...cell }, i) => ({
    ...cell,
    ...(backend && backend !== 'wasm' && { backend }),
    episodes,
    seeds: results.slice(i * seeds, (i + 1) * seeds),
  }));
  if (docs) await writeResults(docs, cells);
  return cells;
}

function plannedCells({ algos, envs }: ResultsOptions): PlannedCell[] {
  const withPresets = algorithms().filter(({ presets }) => presets !== undefined);
  const all = algos ?? [...withPresets.map(({ id }) => id), BASELINE];
  const tuned = [...new Set(withPresets.flatMap(({ presets = {} }) => Object.keys(presets)))];
  const cells = all.flatMap((algo) => {
    const known = algo === BASELINE ? (envs ?? tuned) : Object.keys(algorithm(algo).presets ?? {});
    return (envs ?? known).filter((env) => known.includes(env)).map((env) => ({ algo, env }));
  });
  if (cells.length > 0) {
    return cells.map((cell) => (cell.algo === BASELINE ? { ...cell, options: BASELINE_OPTIONS } : cell));
  }
  throw new UserError(
    `No preset for ${all.join(', ')} on ${envs?.join(', ') ?? 'any environment'}; see 'trainyard list presets'.`,
  );
}

/** Puts the cells beside those already in `results.json` and draws everything anew. */
async function writeResults(docs: string, cells: readonly Cell[]): Promise<void> {
  const folder = join(docs, 'results');
  const file = join(folder, 'results.json');
  ensureFolder(folder);
  const key = (cell: Cell) => keyOf(cell).join(' ');
  const before = existsSync(file) ? readJson(file, cellsSchema) : [];
  const merged = new Map([...before, ...cells].map((cell) => [key(cell), cell]));
  const sorted = [...merged.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  // For their thresholds; worlds that are not to be had here keep their rows without.
  await Promise.allSettled(sorted.map(({ env }) => loadEnv(env)));
  const { page, plots } = resultsDocument(sorted);
  for (const [name, svg] of Object.entries(plots)) writeFileAtomic(join(folder, name), svg);
  writeFileAtomic(join(docs, 'results.md'), page);
  writeFileAtomic(file, `[\n${sorted.map((cell) => toExactJson(cell)).join(',\n')}\n]\n`);
}

const keyOf = ({ algo, env, variant }: PlannedCell): string[] => [algo, env, ...(variant ? [variant] : [])];
