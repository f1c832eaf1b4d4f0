// Tuning: many trainings, each with other hyperparameters, in a folder; begun, or gone on with where it stopped.
import { join, resolve } from 'node:path';
import { UserError } from '../io/errors.js';
import { fileName } from '../io/file-name.js';
import { requireKnown } from '../io/options.js';
import { importModules, moduleFromHere, type TrainOptions } from '../train/index.js';
import { moduleOfRun, pathOfRun } from '../train/modules.js';
import { signImports, trustedImports } from '../train/trusted-imports.js';
import { checkRuns, STUDY_OPTIONS, studySettings, TRAIN_KEYS, type TuneOptions } from './options.js';
import { type StudyResult, studyResult, writeResults } from './results.js';
import { localRunner, threadRunner } from './runner.js';
import type { Generation, RunBase, StudySettings, TrialRecord } from './settings.js';
import { runStudy } from './study.js';
import { lockStudy, StudyFolder } from './study-folder.js';

/** How a study is run; nothing of it changes what comes out, but for trials that take longer than `timeout`. */
export interface TuneRunOptions {
  /** Trainings at a time; default: one per core. */
  jobs?: number;
  /** Seconds that one training may take up to its end or the next rung; one that takes longer has failed. Default: any. */
  timeout?: number;
  /** Hears where the study is before the first trial, and which parameters would have no effect and are left out. */
  onStart?: (folder: string, settings: StudySettings, left: readonly string[]) => void;
  /** Hears of each trial as it is done, and how many are. */
  onTrial?: (record: TrialRecord, done: number, settings: StudySettings) => void;
  /** Hears of each generation of a population, counted from 0. */
  onGeneration?: (generation: Generation, number: number, settings: StudySettings) => void;
}

const RUN_OPTIONS = ['jobs', 'timeout', 'onStart', 'onTrial', 'onGeneration'];

/**
 * Looks for good hyperparameters. Killed at any time, the same call goes on where it was, and comes to the same end.
 *
 * @throws {UserError} before anything is written when an option is wrong; at the end when every trial has failed.
 *
 * @example
 * const { best, preset } = await tune({ env: 'CartPole-v1', algo: 'ppo', totalSteps: 20_000, trials: 30, pruner: 'median' });
 */
export async function tune(options: TuneOptions & TuneRunOptions): Promise<StudyResult> {
  requireKnown('tune()', options, [
    ...TRAIN_KEYS,
    ...STUDY_OPTIONS,
    ...RUN_OPTIONS,
    'env',
    'out',
    'finalEpisodes',
  ]);
  const { jobs, timeout, onStart, onTrial, onGeneration, ...asked } = options;
  await importModules(asked.imports ?? []);
  const { settings: wanted, ownSpace } = studySettings(asked);
  const path = asked.out ?? defaultFolder(wanted);
  const { settings, left } = await checkRuns(wanted, asked.env, ownSpace);
  const study = { ...settings, run: movedTo(settings.run, path) };
  const open = () => StudyFolder.openOrCreate(path, study);
  return go(path, open, asked.env, { jobs, timeout, onStart, onTrial, onGeneration }, left);
}

/** What it takes to go on with a study beside its folder. */
export interface ResumeStudyOptions extends TuneRunOptions {
  /** The environment of a study that a program made with one of its own. */
  env?: Exclude<TrainOptions['env'], string>;
  /** Import the modules that the study names although somebody else started it. */
  allowImports?: boolean;
}

/**
 * Goes on with the study in a folder.
 *
 * @throws {UserError} when there is none, or it needs what is not there.
 */
export async function resumeStudy(path: string, options: ResumeStudyOptions = {}): Promise<StudyResult> {
  requireKnown('resumeStudy()', options, [...RUN_OPTIONS, 'env', 'allowImports']);
  const { env, allowImports, ...running } = options;
  const { program, run, env: id } = StudyFolder.open(path).settings;
  if (program && !env) {
    throw new UserError(
      `This study was made by a program with an environment of its own, ${id}: run that program again.`,
    );
  }
  if (!program && env)
    throw new UserError(`This study has its environment, ${id}; it cannot go on with another.`);
  const imports = trustedImports(path, run.imports ?? [], { allow: allowImports });
  await importModules(imports, path);
  return go(path, () => StudyFolder.open(path), env ?? id, running, []);
}

async function go(
  path: string,
  open: () => StudyFolder,
  env: TrainOptions['env'],
  { jobs, timeout, onStart, onTrial, onGeneration }: TuneRunOptions,
  left: readonly string[],
): Promise<StudyResult> {
  if (timeout !== undefined && !(timeout > 0)) {
    throw new UserError(`timeout: expected seconds above 0, got ${timeout}.`);
  }
  const limit = timeout === undefined ? undefined : 1000 * timeout;
  const runner = typeof env === 'string' ? threadRunner(jobs, limit) : localRunner();
  const unlock = lockStudy(path);
  const begin = performance.now();
  try {
    const folder = open();
    folder.save();
    signImports(folder.path, folder.settings.run.imports ?? []);
    onStart?.(folder.path, folder.settings, left);
    let done = folder.trials.length;
    await runStudy({
      ...{ folder, env, runner, run: namedFromHere(folder.settings.run, folder.path) },
      onTrial: (record) => onTrial?.(record, ++done, folder.settings),
      onGeneration: (generation, number) => onGeneration?.(generation, number, folder.settings),
    });
    const result: StudyResult = {
      ...studyResult(folder),
      seconds: { wall: (performance.now() - begin) / 1000, training: runner.seconds, jobs: runner.size },
    };
    writeResults(folder, result);
    return result;
  } finally {
    await runner.close();
    unlock();
  }
}

function defaultFolder({ env, run }: StudySettings): string {
  return join('runs', fileName(`tune-${env}-${run.algo}`));
}

/** Files as the study names them: relative to its folder, so that both can move. */
function movedTo(run: RunBase, path: string): RunBase {
  return {
    ...run,
    ...(run.imports && { imports: run.imports.map((name) => moduleOfRun(name, path)) }),
    ...(run.dataset !== undefined && { dataset: pathOfRun(run.dataset, path) }),
    ...(run.from !== undefined && { from: pathOfRun(run.from, path) }),
  };
}

/** The same from the current folder. */
function namedFromHere(run: RunBase, path: string): RunBase {
  return {
    ...run,
    ...(run.imports && { imports: run.imports.map((name) => moduleFromHere(name, path)) }),
    ...(run.dataset !== undefined && { dataset: resolve(path, run.dataset) }),
    ...(run.from !== undefined && { from: resolve(path, run.from) }),
  };
}
