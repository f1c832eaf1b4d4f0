// The folder of a study: study.json, written whole after every trial, and a folder of runs for each trial.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { UserError } from '../io/errors.js';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import { ensureFolder, isPartial, removePartials, writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import { lock } from '../train/lock.js';
import {
  type Generation,
  generationSchema,
  recordSchema,
  type StudySettings,
  settingsSchema,
  type TrialRecord,
} from './settings.js';

const FORMAT = 1;
const FILE = 'study.json';
const LOCK = 'study.lock';

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  settings: settingsSchema,
  trials: z.array(recordSchema),
  generations: z.array(generationSchema).optional(),
});

export class StudyFolder {
  private readonly records = new Map<number, TrialRecord>();

  private constructor(
    readonly path: string,
    readonly settings: StudySettings,
    trials: readonly TrialRecord[],
    /** Of a population. */
    readonly generations: Generation[],
  ) {
    for (const record of trials) this.records.set(record.trial, record);
  }

  /** Whether there is a study. */
  static exists(path: string): boolean {
    return existsSync(join(path, FILE));
  }

  /** @throws {UserError} when there is no study, or its file is damaged. */
  static open(path: string): StudyFolder {
    if (!StudyFolder.exists(path)) {
      throw new UserError(
        `'${path}' holds no study: there is no ${FILE} in it. Studies are made by 'trainyard tune'.`,
      );
    }
    const { settings, trials, generations = [] } = readJson(join(path, FILE), fileSchema);
    return new StudyFolder(path, settings, trials, generations);
  }

  /**
   * The study there is, if it is the same, or a new one. More trials may be asked for where that leaves those there are as
   * they were.
   *
   * @throws {UserError} for a folder that holds another study, or something else.
   */
  static openOrCreate(path: string, settings: StudySettings): StudyFolder {
    const wanted = settingsSchema.parse(fromExactJson(toExactJson(settings)));
    if (!StudyFolder.exists(path)) {
      const others = existsSync(path)
        ? readdirSync(path).filter((name) => name !== LOCK && !isPartial(name))
        : [];
      if (others.length > 0) throw new UserError(`'${path}' is not empty. Choose a new or empty folder.`);
      return new StudyFolder(path, wanted, [], []);
    }
    const stored = StudyFolder.open(path);

    for (const key of Object.keys({ ...stored.settings, ...wanted }) as (keyof StudySettings)[]) {
      if (isDeepStrictEqual(stored.settings[key], wanted[key])) continue;
      if (key === 'trials' && canGrow(stored.settings) && wanted.trials > stored.settings.trials) continue;
      throw new UserError(
        `'${path}' holds another study: ${key} is ${toExactJson(stored.settings[key] ?? null)} there and ` +
          `${toExactJson(wanted[key] ?? null)} now. Choose another folder.`,
      );
    }
    return new StudyFolder(path, wanted, stored.trials, stored.generations);
  }

  /** What there is of the trials, in their order. */
  get trials(): TrialRecord[] {
    return [...this.records.values()].sort((a, b) => a.trial - b.trial);
  }

  trial(number: number): TrialRecord | undefined {
    return this.records.get(number);
  }

  /** Keeps what a trial came to; safe on the disk when it returns. */
  add(record: TrialRecord): void {
    // Keys in the order in which they are read, so that equal studies have equal files.
    this.records.set(record.trial, recordSchema.parse(record));
    this.save();
  }

  addGeneration(generation: Generation): void {
    this.generations.push(generationSchema.parse(generation));
    this.save();
  }

  save(): void {
    const { settings, trials, generations } = this;
    const list = (name: string, items: readonly unknown[]) =>
      `  "${name}": [\n${items.map((item) => `    ${toExactJson(item)}`).join(',\n')}\n  ]`;
    const parts = [
      `  "format": ${FORMAT}`,
      `  "settings": ${toExactJson(settings)}`,
      list('trials', trials),
      ...(generations.length > 0 ? [list('generations', generations)] : []),
    ];
    writeFileAtomic(join(this.path, FILE), `{\n${parts.join(',\n')}\n}\n`);
  }

  /** Folder of the runs of a trial. */
  runs(trial: number): string {
    return join(this.path, `trial-${String(trial).padStart(4, '0')}`);
  }
}

/** Keeps other processes out. @throws {UserError} when one works on this study. */
export function lockStudy(path: string): () => void {
  ensureFolder(path);
  const unlock = lock(join(path, LOCK));
  removePartials(path);
  return unlock;
}

/** Whether more trials leave those there are as they were. */
function canGrow({ sampler, pruner }: StudySettings): boolean {
  return sampler.name !== 'pbt' && (pruner.name === 'none' || pruner.name === 'median');
}
