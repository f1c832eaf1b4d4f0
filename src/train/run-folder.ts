// The folder of a run: where each file is, and the care taken in making and opening it.
import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import type { Evaluation } from '../evaluate/index.js';
import { UserError } from '../io/errors.js';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import { ensureFolder, readFile, removePartials, writeFileAtomic } from '../io/files.js';
import { METRICS_FILE, type MetricsRow, TIMING_FILE, type TimingRow } from './callbacks/metrics-writer.js';
import { type Checkpoint, CheckpointStore } from './checkpoint.js';
import type { RunConfig } from './run-config.js';

const CONFIG = 'config.json';
const EVALUATION = 'evaluation.json';

/** Result of the evaluation that ends a run. */
export interface FinalEvaluation extends Evaluation {
  /** Of which weights, and seeds from which number on. */
  checkpoint: 'best' | 'last';
  step: number;
  seed: number;
}

export class RunFolder {
  private constructor(readonly path: string) {}

  /**
   * Makes the folder of a new run.
   *
   * @throws {UserError} when it holds anything already, or cannot be written.
   */
  static create(path: string, config: RunConfig): RunFolder {
    const folder = new RunFolder(path);
    ensureFolder(path);
    removePartials(path);
    if (fs.existsSync(join(path, CONFIG))) {
      throw new UserError(
        `'${path}' holds a run already. Go on with 'trainyard resume ${path}', or choose another folder with --out.`,
      );
    }
    if (fs.readdirSync(path).length > 0) {
      throw new UserError(`'${path}' is not empty. Choose a new or empty folder with --out.`);
    }
    folder.saveConfig(config);
    return folder;
  }

  /** @throws {UserError} when there is no run, or its configuration cannot be read. */
  static open(path: string): RunFolder {
    if (!fs.existsSync(join(path, CONFIG))) {
      const found = fs.existsSync(path) ? `there is no ${CONFIG} in it` : 'there is no such folder';
      throw new UserError(`'${path}' is not a run folder: ${found}. Runs are made by 'trainyard train'.`);
    }
    return new RunFolder(path);
  }

  get config(): RunConfig {
    const path = join(this.path, CONFIG);
    const text = readFile(path).toString();
    let config: RunConfig;
    try {
      config = fromExactJson(text) as RunConfig;
    } catch (cause) {
      throw new UserError(`'${path}' is not valid JSON: ${(cause as Error).message}.`, { cause });
    }
    if (config.format === 1) return config;
    throw new UserError(
      `'${path}' has format ${JSON.stringify(config.format)}, this version of trainyard reads 1.`,
    );
  }

  saveConfig(config: RunConfig): void {
    writeFileAtomic(join(this.path, CONFIG), `${toExactJson(config, 2)}\n`);
  }

  checkpoints(keep?: number): CheckpointStore {
    return new CheckpointStore(join(this.path, 'checkpoints'), keep);
  }

  /** Holds the one checkpoint with the best evaluation, weights only. */
  get best(): CheckpointStore {
    return new CheckpointStore(join(this.path, 'checkpoints', 'best'), 1);
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
      `'${this.path}' has no checkpoint yet. Let it train on with 'trainyard resume ${this.path}'.`,
      { kind: 'failure' },
    );
  }

  get evaluation(): FinalEvaluation | undefined {
    const path = join(this.path, EVALUATION);
    return fs.existsSync(path) ? JSON.parse(readFile(path).toString()) : undefined;
  }

  saveEvaluation(evaluation: FinalEvaluation): void {
    writeFileAtomic(join(this.path, EVALUATION), `${JSON.stringify(evaluation)}\n`);
  }

  metrics(): MetricsRow[] {
    return readLines<MetricsRow>(join(this.path, METRICS_FILE));
  }

  timing(): TimingRow[] {
    return readLines<TimingRow>(join(this.path, TIMING_FILE));
  }

  /** Removes what a killed process left half-written. */
  removeLeftovers(): void {
    for (const folder of [this.path, this.checkpoints().folder, this.best.folder]) removePartials(folder);
  }

  get lockFile(): string {
    return join(this.path, 'run.lock');
  }

  /** Path of a file of the run. */
  file(name: string): string {
    return resolve(this.path, name);
  }
}

/** JSON lines; a last one that is being written, or was when the process died, is left out. */
function readLines<T>(path: string): T[] {
  if (!fs.existsSync(path)) return [];
  const lines = readFile(path).toString().split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}
