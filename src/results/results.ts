// Many algorithms, environments and seeds on all cores, into one page. Killed at any time, it goes on where it was.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { algorithm, algorithms } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import { toExactJson } from '../io/exact-json.js';
import { ensureFolder, writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import { WorkerPool } from '../parallel/index.js';
import { workerEntry } from '../parallel/module-ref.js';
import { type Cell, resultsDocument } from './document.js';
import { cellsSchema } from './schema.js';
import type { SeedJob, SeedResult } from './seed-run.js';

export interface ResultsOptions {
  /** Default: all that have presets. */
  algos?: readonly string[];
  /** Default: every environment with a preset of the algorithm. */
  envs?: readonly string[];
  /** Seeds 0, 1, …; default 5. */
  seeds?: number;
  /** Episodes of the evaluation at the end of each run; default 100. */
  episodes?: number;
  /** Folder of the runs; those that are there are not repeated. */
  out: string;
  /** Folder that gets `results.md` and `results/`; other cells already there are kept. Left out: nothing is written. */
  docs?: string;
  /** Runs at a time; default: one per core. */
  jobs?: number;
  onResult?: (job: SeedJob, result: SeedResult) => void;
}

/**
 * Trains every cell with every seed and writes the page.
 *
 * @returns the cells of this call, in the order of the options
 * @throws {UserError} when no cell has a preset.
 */
export async function collectResults(options: ResultsOptions): Promise<Cell[]> {
  const { seeds = 5, episodes = 100, out, docs, jobs: workers, onResult } = options;
  const cells = plannedCells(options).map((cell) => ({ ...cell, episodes, seeds: [] as SeedResult[] }));
  const jobs = cells.flatMap(({ algo, env }) =>
    Array.from({ length: seeds }, (_, seed) => ({
      ...{ algo, env, seed, episodes },
      folder: join(out, `${env}-${algo}`, `seed-${seed}`),
    })),
  );
  const pool = new WorkerPool({ workers });
  const task = { module: workerEntry('./seed-run.js', import.meta.url), export: 'runSeed' };
  const results = await pool
    .map<SeedJob, SeedResult>(task, jobs, { onResult: (index, result) => onResult?.(jobs[index]!, result) })
    .finally(() => pool.close());
  for (const [i, result] of results.entries()) cells[Math.floor(i / seeds)]!.seeds.push(result);
  if (docs) writeResults(docs, cells);
  return cells;
}

function plannedCells({
  algos = algorithms().flatMap(({ id, presets }) => (presets ? [id] : [])),
  envs,
}: ResultsOptions): { algo: string; env: string }[] {
  const cells = algos.flatMap((algo) => {
    const known = Object.keys(algorithm(algo).presets ?? {});
    return (envs ?? known).filter((env) => known.includes(env)).map((env) => ({ algo, env }));
  });
  if (cells.length > 0) return cells;
  throw new UserError(
    `No preset for ${algos.join(', ')} on ${envs?.join(', ') ?? 'any environment'}; see 'trainyard list presets'.`,
  );
}

/** Puts the cells beside those already in `results.json` and draws everything anew. */
function writeResults(docs: string, cells: readonly Cell[]): void {
  const folder = join(docs, 'results');
  const file = join(folder, 'results.json');
  ensureFolder(folder);
  const key = ({ algo, env }: Cell) => `${algo} ${env}`;
  const before = existsSync(file) ? readJson(file, cellsSchema) : [];
  const merged = new Map([...before, ...cells].map((cell) => [key(cell), cell]));
  const sorted = [...merged.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const { page, plots } = resultsDocument(sorted);
  for (const [name, svg] of Object.entries(plots)) writeFileAtomic(join(folder, name), svg);
  writeFileAtomic(join(docs, 'results.md'), page);
  writeFileAtomic(file, `[\n${sorted.map((cell) => toExactJson(cell)).join(',\n')}\n]\n`);
}
