// What the command line tells of a study: its trials as they are done, and what they come to.

import { formatValue } from '../io/setting-text.js';
import { shellWord } from '../io/shell.js';
import { settingsOf } from '../tune/dimensions.js';
import {
  type Generation,
  ranked,
  type StudyResult,
  type StudySettings,
  type TrialRecord,
} from '../tune/index.js';
import { bold, dim, group, note, print, programName, shortPath, table } from './print.js';

/** Trials in the table at the end; all of them are in results.json. */
const SHOWN = 10;
const REASON = 100;

/** Ctrl-C ends at once: what is done is safe. */
export async function whenStopped(work: () => Promise<void>): Promise<void> {
  const stop = () => {
    note('Stopped. The same command goes on where it was.');
    process.exit(130);
  };
  process.once('SIGINT', stop);
  try {
    await work();
  } finally {
    process.off('SIGINT', stop);
  }
}

export function tellStart(folder: string, settings: StudySettings, left: readonly string[]): void {
  const { env, run, sampler, pruner, trials, seeds, space } = settings;
  const what = sampler.name === 'pbt' ? `a population of ${trials}` : `${trials} trials`;
  const each = seeds > 1 ? `, ${seeds} seeds each` : '';
  const pruned = pruner.name === 'none' ? '' : `, pruner ${pruner.name}`;
  print(`Tuning ${run.algo} on ${env}: ${what}${each}, sampler ${sampler.name}${pruned}.`);
  print(`Parameters: ${Object.keys(space).join(', ')}.`);
  if (left.length > 0) print(`Left out, as nothing would read them here: ${left.join(', ')}.`);
  print(`Study folder: ${folder}`);
}

/** A line for each trial that is done. */
export function tellTrial(record: TrialRecord, done: number, settings: StudySettings): void {
  const parameters = dim(parametersOf(record, settings));
  print(`[${done}/${settings.trials}] trial ${record.trial}: ${outcomeOf(record)}  ${parameters}`);
}

export function tellGeneration(
  { values, parents }: Generation,
  number_: number,
  settings: StudySettings,
): void {
  const { sampler } = settings;
  const all = sampler.name === 'pbt' ? sampler.options.generations : 0;
  const known = values.filter((value) => value !== null);
  const taken = parents.filter((parent, member) => parent !== member).length;
  const range =
    known.length > 0 ? `from ${number(Math.min(...known))} to ${number(Math.max(...known))}` : 'all failed';
  print(`[generation ${number_ + 1}/${all}] ${range}${taken > 0 ? `, ${taken} took over from others` : ''}`);
}

export function tellStudy(result: StudyResult): void {
  const { folder, settings, trials, best, importance, files, seconds } = result;
  const shown = ranked(trials).slice(0, SHOWN);
  const keys = Object.keys(settings.space);
  const rows = shown.map((record) => {
    const values = settingsOf(settings.space, record.params);
    return [String(record.trial), outcomeOf(record), ...keys.map((key) => formatValue(values[key]))];
  });
  print(`\n${table([['trial', 'value', ...keys], ...rows])}`);
  if (trials.length > SHOWN) print(dim(`and ${trials.length - SHOWN} more, see ${shortPath(files.results)}`));
  const shares = Object.entries(importance).map(([key, share]) => `${key} ${Math.round(100 * share)} %`);
  if (shares.length > 0) print(`\nImportance (PED-ANOVA): ${shares.join(', ')}`);
  if (seconds.training > 0) {
    const { wall, training, jobs } = seconds;
    const busy = jobs > 1 ? `, ${jobs} at a time: efficiency ${(training / wall / jobs).toFixed(2)}` : '';
    print(`\nTook ${wall.toFixed(1)} s for ${training.toFixed(1)} s of training${busy}.`);
  }
  print(`\nBest: trial ${best.trial}, ${bold(number(best.value!))}`);
  print(`Study folder: ${bold(shortPath(folder))}${dim('  (open report.html in a browser)')}\n`);
  const { env, run } = settings;
  const from = settings.program ? '' : ` ${env}`;
  print(`  ${programName()} train${from} --algo ${run.algo} --preset ${shellWord(shortPath(files.preset))}`);
}

function outcomeOf({ status, value, share, reason }: TrialRecord): string {
  if (status === 'failed') return `failed (${reason!.split('\n')[0]!.slice(0, REASON)})`;
  return status === 'complete' ? number(value!) : `${number(value!)}, pruned at ${Math.round(100 * share)} %`;
}

function parametersOf({ params }: TrialRecord, { space }: StudySettings): string {
  return Object.entries(settingsOf(space, params))
    .map(([key, value]) => `${key}=${formatValue(value)}`)
    .join(' ');
}

function number(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(3) : group(Number(value.toFixed(1)));
}
