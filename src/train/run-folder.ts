// The folder of a run: where each file is, and the care taken in making and opening it.
import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { checked } from '../io/check.js';
import { UserError } from '../io/errors.js';
import { toExactJson } from '../io/exact-json.js';
import { ensureFolder, explained, isPartial, removePartials, writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import { shellWord } from '../io/shell.js';
import { METRICS_FILE, type MetricsRow, TIMING_FILE, type TimingRow } from './callbacks/metrics-writer.js';
import { type Checkpoint, CheckpointStore } from './checkpoint.js';
import { lock } from './lock.js';
import { readMetrics, readTiming } from './log-rows.js';
import { CONFIG_FORMAT, type RunConfig, runConfigSchema } from './run-config-schema.js';

const CONFIG = 'config.json';
const EVALUATION = 'evaluation.json';
const CHECKPOINTS = 'checkpoints';
const LOCK = 'run.lock';

/** Not a number after rewards that are none. */
const real = z.union([z.number(), z.nan(), z.literal([Infinity, -Infinity])]);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const evaluationSchema = z.strictObject({
  returns: z.array(real).min(1),
  lengths: z.array(count).min(1),
  mean: real,
  std: real,
  meanLength: real,
  /** Where the environment tells successes. */
  successRate: z.number().min(0).max(1).optional(),
  /** Where a wrapper tracks something. */
  tracked: z.record(z.string(), real).optional(),
  /** Of which weights, and seeds from which number on. */
  checkpoint: z.enum(['best', 'last']),
  step: count,
  seed: count,
});

/** Result of the evaluation that ends a run. */
export type FinalEvaluation = z.output<typeof evaluationSchema>;

/** State of the best policy's own checkpoint: its score, so that a resumed run knows what there is to beat. */
const bestSchema = z.strictObject({ evaluation: z.strictObject({ mean: real, std: real }) });

export class RunFolder {
  private constructor(readonly path: string) {}

  /**
   * Makes the folder of a new run and locks it.
   *
   * @throws {UserError} when it holds anything already, is in use, or cannot be written.
   */
  static create(path: string, config: RunConfig): { folder: RunFolder; unlock: () => void } {
    const folder = new RunFolder(path);
    ensureFolder(path);
    folder.requireEmpty();
    const unlock = folder.lock();
    try {
      folder.requireEmpty();
      folder.removeLeftovers();
      folder.saveConfig(config);
      ensureFolder(folder.best.folder);
    } catch (error) {
      unlock();
      throw error;
    }
    return { folder, unlock };
  }

  /** @throws {UserError} when there is no run, or its configuration cannot be read. */
  static open(path: string): RunFolder {
    if (!fs.existsSync(join(path, CONFIG))) {
      const found = fs.existsSync(path) ? `there is no ${CONFIG} in it` : 'there is no such folder';
      throw new UserError(`'${path}' is not a run folder: ${found}. Runs are made by 'trainyard train'.`);
    }
    return new RunFolder(path);
  }

  /** @throws {UserError} when another process trains here. */
  lock(): () => void {
    return lock(join(this.path, LOCK));
  }

  /** @throws {UserError} for a file that is damaged, of another version, or holds values that no run has. */
  get config(): RunConfig {
    const path = join(this.path, CONFIG);
    const value = readJson(path, z.unknown());
    const { format, versions } = z.looseObject({}).catch({}).parse(value) as Partial<RunConfig>;
    if (typeof format === 'number' && format !== CONFIG_FORMAT) {
      const writer = typeof versions?.trainyard === 'string' ? versions.trainyard : 'that wrote it';
      throw new UserError(
        `'${path}' has format ${format}, this version of trainyard reads ${CONFIG_FORMAT}. ` +
          `Use the version of trainyard ${writer}, or train the run anew.`,
        { kind: 'failure' },
      );
    }
    return checked(value, path, runConfigSchema);
  }

  saveConfig(config: RunConfig): void {
    writeFileAtomic(join(this.path, CONFIG), `${toExactJson(config, 2)}\n`);
  }

  checkpoints(keep = 2): CheckpointStore {
    return new CheckpointStore(join(this.path, CHECKPOINTS), (steps) => steps.slice(0, keep));
  }

  /**
   * Holds the weights of the best evaluation, in checkpoints without state; beside it those that were the best when
   * the checkpoints were written, because a run that resumes from one of them must know no later ones.
   */
  get best(): CheckpointStore {
    return new CheckpointStore(join(this.path, CHECKPOINTS, 'best'), (steps) =>
      [Infinity, ...this.checkpoints().steps()].flatMap((from) => steps.find((step) => step <= from) ?? []),
    );
  }

  /** What the best evaluation so far reached; a damaged record of it is told and removed. */
  bestMean(onDamaged?: (problem: string) => void): number | undefined {
    try {
      const best = this.best.latest(onDamaged);
      return best && checked(best.run, this.best.path(best.step), bestSchema).evaluation.mean;
    } catch {
      this.best.removeAfter(-1);
      return undefined;
    }
  }

  /** The best weights where an evaluation found any, or the last ones. @throws {UserError} when there are none. */
  result(
    weights: 'best' | 'last',
    onSkipped?: (problem: string) => void,
  ): { checkpoint: Checkpoint; kind: 'best' | 'last' } {
    const best = weights === 'best' ? this.best.latest(onSkipped) : undefined;
    if (best) return { checkpoint: best, kind: 'best' };
    const last = this.checkpoints().latest(onSkipped);
    if (last) return { checkpoint: last, kind: 'last' };
    throw new UserError(
      `'${this.path}' has no checkpoint yet. Let it train on: trainyard resume ${shellWord(this.path)}`,
      { kind: 'failure' },
    );
  }

  get evaluation(): FinalEvaluation | undefined {
    const path = join(this.path, EVALUATION);
    return fs.existsSync(path) ? readJson(path, evaluationSchema) : undefined;
  }

  saveEvaluation(evaluation: FinalEvaluation): void {
    writeFileAtomic(join(this.path, EVALUATION), `${toExactJson(evaluation)}\n`);
  }

  /** @throws {UserError} that names the line that is damaged. */
  metrics(): MetricsRow[] {
    return [...this.metricsRows()];
  }

  /** Like `metrics`, one row after the other: those of a long run need not fit into memory. */
  metricsRows(): Generator<MetricsRow> {
    return readMetrics(join(this.path, METRICS_FILE));
  }

  /** @throws {UserError} that names the line that is damaged. */
  timing(): TimingRow[] {
    return [...readTiming(join(this.path, TIMING_FILE))];
  }

  /** Makes the run that of `step`: without what came later, and without what a killed process left half-written. */
  cutBack(step: number): void {
    ensureFolder(this.best.folder);
    this.removeLeftovers();
    for (const store of [this.checkpoints(this.config.checkpoint.keep), this.best]) {
      store.removeAfter(step);
      store.prune();
    }
  }

  /** Path of a file of the run. */
  file(name: string): string {
    return resolve(this.path, name);
  }

  private removeLeftovers(): void {
    for (const folder of [this.path, this.checkpoints().folder, this.best.folder]) removePartials(folder);
  }

  private requireEmpty(): void {
    if (fs.existsSync(join(this.path, CONFIG))) {
      throw new UserError(
        `'${this.path}' holds a run already. Choose another folder with --out, or go on with it: trainyard resume ${shellWord(this.path)}`,
      );
    }
    // What a run leaves that died while it made its folder.
    const ours = (name: string) => name.startsWith(LOCK) || isPartial(name);
    if (explained(this.path, 'read', () => fs.readdirSync(this.path)).every(ours)) return;
    throw new UserError(`'${this.path}' is not empty. Choose a new or empty folder with --out.`);
  }
}
