// What a study found: the trials from the best on, the importance of each parameter, and the best configuration as a preset.
import { join } from 'node:path';
import { UserError } from '../io/errors.js';
import { toExactJson } from '../io/exact-json.js';
import { writeFileAtomic } from '../io/files.js';
import type { PresetOptions } from '../train/index.js';
import { settingsOf } from './dimensions.js';
import { importance } from './importance.js';
import { ranked } from './ranking.js';
import { studyHtml } from './report/html.js';
import type { StudySettings, TrialRecord } from './settings.js';
import { RUN_KEYS } from './space-check.js';
import type { StudyFolder } from './study-folder.js';

export interface StudyResult {
  folder: string;
  settings: StudySettings;
  /** In the order of their numbers. */
  trials: TrialRecord[];
  best: TrialRecord;
  /** What `best` was trained with, as `train` takes it in `preset`. */
  preset: PresetOptions;
  /** Of each parameter, the shares of 1; empty where too few trials tell. */
  importance: Record<string, number>;
  /** Paths of what is written beside study.json. */
  files: { preset: string; results: string; report: string };
  /** Of this call: by the clock, the sum of what the trainings took each by itself, and how many went on at a time. */
  seconds: { wall: number; training: number; jobs: number };
}

/** @throws {UserError} when no trial was trained to the end. */
export function studyResult(folder: StudyFolder): Omit<StudyResult, 'seconds'> {
  const { path, settings, trials } = folder;
  const best = ranked(trials)[0];
  if (best?.status !== 'complete') {
    const reasons = [...new Set(trials.flatMap(({ reason }) => reason ?? []))].slice(0, 3);
    throw new UserError(
      `No trial of '${path}' was trained to its end; all ${trials.length} failed:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`,
      { kind: 'failure' },
    );
  }
  const files = {
    preset: join(path, 'best.json'),
    results: join(path, 'results.json'),
    report: join(path, 'report.html'),
  };
  const preset = presetOf(settings, best);
  return { folder: path, settings, trials, best, preset, importance: importance(settings, trials), files };
}

export function writeResults(_folder: StudyFolder, result: StudyResult): void {
  const { files, settings, trials, best, preset, importance: shares } = result;
  writeFileAtomic(files.preset, `${toExactJson(preset, 2)}\n`);
  const rows = ranked(trials).map(({ params, ...record }) => ({
    ...record,
    settings: settingsOf(settings.space, params),
  }));
  const content = { settings, best: best.trial, preset, importance: shares, trials: rows };
  writeFileAtomic(files.results, `${toExactJson(content, 2)}\n`);
  writeFileAtomic(files.report, studyHtml(result));
}

/** A preset of the user's: what all runs have in common, and what this trial was told. */
function presetOf({ run, space }: StudySettings, { params }: TrialRecord): PresetOptions {
  const preset = run.preset === false ? {} : run.preset;
  const found = settingsOf(space, params);
  const isOfRun = (key: string) => (RUN_KEYS as readonly string[]).includes(key);
  const own = Object.fromEntries(Object.entries(found).filter(([key]) => isOfRun(key)));
  const given = Object.fromEntries(
    RUN_KEYS.flatMap((key) => (run[key] === undefined ? [] : [[key, run[key]]])),
  );
  const { totalSteps, totalEpisodes, totalIterations, ...rest } = preset;
  const total = { totalSteps, totalEpisodes, totalIterations };
  const isTotal = (key: string) => key.startsWith('total');
  const replaced = Object.keys({ ...given, ...own }).some(isTotal);
  const envOptions = { ...preset.envOptions, ...run.envOptions };
  return JSON.parse(
    JSON.stringify({
      ...(replaced ? {} : total),
      ...rest,
      ...given,
      ...own,
      ...(run.wrappers && { wrappers: run.wrappers }),
      ...(Object.keys(envOptions).length > 0 && { envOptions }),
      config: {
        ...preset.config,
        ...run.config,
        ...Object.fromEntries(Object.entries(found).filter(([key]) => !isOfRun(key))),
      },
    }),
  );
}
