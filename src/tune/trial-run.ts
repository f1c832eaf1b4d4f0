// The runs of a trial, in a thread or here: trained as far as they are wanted, gone on with where they stopped.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Callback } from '../agents/index.js';
import { toExactJson } from '../io/exact-json.js';
import { writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import { requireSameRun, type SeedJob, trainSeed } from '../results/seed-run.js';
import { elapsed, RunFolder } from '../train/index.js';
import { finalValue, mean, type Objective, valueSoFar } from './objective.js';

/** Plain data, so that a thread can take it. */
export interface AdvanceJob {
  run: SeedJob;
  objective: Objective;
  /** How far of the budget to train. */
  share: number;
}

/** All seeds of a trial, one after the other, until it is given up. */
export interface WatchedJob {
  runs: readonly SeedJob[];
  objective: Objective;
  /** Below which it is given up, by report. */
  thresholds: readonly number[];
}

export interface WatchedResult {
  /** Of the seeds that were trained to the end. */
  values: number[];
  reports: number[];
  /** Whether it was given up. */
  pruned: boolean;
}

const EVALUATION = 'eval/mean_reward';
const markerSchema = z.strictObject({ value: z.number() });

/** Trains one seed to a share of its budget. @returns its value there */
export async function advance({ run, objective, share }: AdvanceJob): Promise<number> {
  await requireSameRun(run);
  const { out } = run.options;
  return rememberedValue(out, share, async () => {
    const result = await trainSeed(run, share < 1 ? [stopAt(share)] : []);
    if (share === 1) return finalValue(objective, result!);
    return valueSoFar(
      objective,
      evaluationsOf(out).map(({ value }) => value),
    );
  });
}

/** What `find` finds, kept in the run's folder: a killed study does not look again. */
export async function rememberedValue(
  out: string,
  share: number,
  find: () => Promise<number>,
): Promise<number> {
  const marker = join(out, `rung-${share}.json`);
  if (existsSync(marker)) return readJson(marker, markerSchema).value;
  const value = await find();
  writeFileAtomic(marker, `${toExactJson({ value })}\n`);
  return value;
}

/** Ends training when a share of the budget is used. */
export function stopAt(share: number): Callback {
  const check: Callback['onIteration'] = ({ agent, budget, stop }) => {
    if (elapsed(agent, budget) >= share * budget.amount) stop(`${share} of the budget is used`);
  };
  return { onTrainingStart: check, onIteration: check };
}

/**
 * Trains the seeds of a trial, and stops as soon as it reports less than its threshold. There is a report for each interval
 * between evaluations, of one seed after the other: the mean over the seeds so far.
 */
export async function advanceUnlessWorse({
  runs,
  objective,
  thresholds,
}: WatchedJob): Promise<WatchedResult> {
  const reports: number[] = [];
  const values: number[] = [];
  /** Values so far of each seed that is done, by interval. */
  const before: number[][] = [];
  for (const run of runs) {
    await requireSameRun(run);
    const { out } = run.options;
    const first = reports.length;
    let own: number[] = [];
    /** Takes the evaluations there are. @returns whether the trial is worse than it may be */
    const report = (evaluations: readonly Evaluation[]): boolean => {
      own = valuesByInterval(objective, evaluations);
      const means = own.map((value, i) =>
        mean([...before.map((seed) => seed[Math.min(i, seed.length - 1)]!), value]),
      );
      reports.splice(first, Infinity, ...means);
      return reports.length > first && reports.at(-1)! < (thresholds[reports.length - 1] ?? -Infinity);
    };
    const evaluations: Evaluation[] = [];
    const watch: Callback = {
      // A run that is gone on with has its evaluations up to the checkpoint in its folder.
      onTrainingStart({ stop }) {
        evaluations.splice(0, Infinity, ...evaluationsOf(out));
        if (report(evaluations)) stop('worse than earlier trials');
      },
      onMetrics({ stop }, step, { [EVALUATION]: value }) {
        if (value === undefined) return;
        evaluations.push({ value, interval: intervalOf(out, step, evaluations.length) });
        if (report(evaluations)) stop('worse than earlier trials');
      },
    };
    const result = await trainSeed(run, [watch]);
    if (!result) return { values, reports, pruned: true };
    report(evaluationsOf(out));
    values.push(finalValue(objective, result));
    before.push(own);
  }
  return { values, reports, pruned: false };
}

interface Evaluation {
  value: number;
  /** Of those between evaluations, counted from 0. */
  interval: number;
}

/** Value so far at the end of each interval; where iterations pass over some, they have that of the next. */
function valuesByInterval(objective: Objective, evaluations: readonly Evaluation[]): number[] {
  const values: number[] = [];
  evaluations.forEach(({ interval }, i) => {
    const so = evaluations.slice(0, i + 1).map(({ value }) => value);
    const value = valueSoFar(objective, so);
    while (values.length <= interval) values.push(value);
  });
  return values;
}

/** The evaluations on the way. */
export function evaluationsOf(path: string): Evaluation[] {
  const rows = [...RunFolder.open(path).metricsRows()].filter((row) => EVALUATION in row);
  return rows.map((row, i) => ({ value: row[EVALUATION]!, interval: intervalOf(path, row.step, i) }));
}

/** An iteration may take more steps than lie between evaluations; of episodes and iterations none is passed over. */
function intervalOf(path: string, step: number, index: number): number {
  const { budget, evaluation } = RunFolder.open(path).config;
  return budget.unit === 'steps' ? Math.floor(step / evaluation.every) - 1 : index;
}
