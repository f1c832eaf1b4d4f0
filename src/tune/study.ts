// The trials of a study, in whatever order threads finish them: each depends on its number, the seed and the trials it
// knows, never on time.
import { join } from 'node:path';
import type { SeedJob } from '../results/index.js';
import type { TrainOptions } from '../train/index.js';
import { type Bracket, bracketsOf, promoted } from './brackets.js';
import { type Dimension, dimensionsOf, type Params, paramsAt, pointOf } from './dimensions.js';
import { medianThresholds } from './median.js';
import { mean } from './objective.js';
import { runPopulation } from './population.js';
import type { Runner } from './runner.js';
import { makeSampler, type Observation, type Sampler } from './samplers/index.js';
import type { Generation, RunBase, StudySettings, TrialRecord } from './settings.js';
import type { StudyFolder } from './study-folder.js';
import { trialOptions } from './trial-options.js';

export interface StudyRun {
  folder: StudyFolder;
  /** Options of the runs as the settings have them, with files named from the current folder. */
  run: RunBase;
  /** Its id, or the function of a program that makes it. */
  env: TrainOptions['env'];
  runner: Runner;
  /** Hears of each trial as it is done. */
  onTrial(record: TrialRecord): void;
  /** Hears of each generation of a population, counted from 0. */
  onGeneration?(generation: Generation, number: number): void;
}

/** Runs what is missing. */
export async function runStudy(study: StudyRun): Promise<void> {
  const { pruner, sampler } = study.folder.settings;
  if (sampler.name === 'pbt') await runPopulation(study);
  else if (pruner.name === 'none' || pruner.name === 'median') await new Trials(study).all();
  else await new Trials(study).brackets();
}

class Trials {
  private readonly settings: StudySettings;
  private readonly dimensions: readonly Dimension[];
  private readonly sampler: Sampler;

  constructor(private readonly study: StudyRun) {
    this.settings = study.folder.settings;
    this.dimensions = dimensionsOf(this.settings.space);
    this.sampler = makeSampler(this.settings);
  }

  /**
   * Trial n begins when those up to n - lag are done, and knows them alone, however many are done: so studies are the same
   * for any number of threads, and up to `lag` trials are under way.
   */
  async all(): Promise<void> {
    const { pruner, trials, lag } = this.settings;
    const looksBack = this.sampler.learns || pruner.name === 'median';
    /** `done[n]`: all trials up to n are. */
    const done: Promise<unknown>[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const known = looksBack ? Math.max(0, trial - lag + 1) : 0;
      const own = (done[known - 1] ?? Promise.resolve()).then(() => this.trial(trial, known));
      done.push(Promise.all([done[trial - 1], own]));
    }
    await done.at(-1);
  }

  private async trial(trial: number, known: number): Promise<void> {
    if (this.study.folder.trial(trial)) return;
    const params = this.suggest(trial, known);
    const outcome =
      this.settings.pruner.name === 'median' ? this.watched(trial, params, known) : this.whole(trial, params);
    this.add({ trial, params, ...(await outcome.catch((error) => failure(error))) });
  }

  private async whole(trial: number, params: Params): Promise<Outcome> {
    const seeds = await this.train(trial, params, 1);
    return { status: 'complete', value: mean(seeds), seeds, reports: [], share: 1 };
  }

  /** Stops when it is worse than the median of the trials it knows. */
  private async watched(trial: number, params: Params, known: number): Promise<Outcome> {
    const { seeds, objective, pruner } = this.settings;
    const earlier = this.records(known).filter(({ status }) => status !== 'failed');
    const whole = earlier.filter(({ status }) => status === 'complete');
    const total = Math.max(0, ...whole.map(({ reports }) => reports.length));
    const { startup, warmup } = pruner.options as { startup: number; warmup: number };
    const thresholds = medianThresholds(
      earlier.map(({ reports }) => reports),
      { whole: whole.length, startup, warmup, perSeed: total / seeds },
    );
    // Whoever came so far may finish.
    thresholds.length = Math.min(thresholds.length, Math.max(0, total - 1));
    const runs = Array.from({ length: seeds }, (_, i) => this.job(trial, params, i));
    const result = await this.study.runner.run('advanceUnlessWorse', { runs, objective, thresholds });
    const { values, reports, pruned } = result;
    const share = pruned ? reports.length / total : 1;
    const value = pruned ? reports.at(-1)! : mean(values);
    return { status: pruned ? 'pruned' : 'complete', value, seeds: values, reports, share };
  }

  /**
   * A bracket of a sampler that learns begins when the one before the last is done, and knows those up to it: two are under
   * way, so that no thread waits at a rung.
   */
  async brackets(): Promise<void> {
    const { pruner, trials } = this.settings;
    const brackets = bracketsOf(pruner, trials, this.sampler.learns);
    const done: Promise<void>[] = [];
    for (const [i, bracket] of brackets.entries()) {
      const before = this.sampler.learns ? Math.max(0, i - 1) : 0;
      const known = before > 0 ? brackets[before]!.trials[0]! : 0;
      done.push(Promise.all(done.slice(0, before)).then(() => this.bracket(bracket, known)));
    }
    await Promise.all(done);
  }

  private async bracket({ trials, rungs, eta }: Bracket, known: number): Promise<void> {
    let going: Member[] = trials.map((trial) => {
      const record = this.study.folder.trial(trial);
      return { trial, params: record?.params ?? this.suggest(trial, known), reports: [], seeds: [] };
    });
    for (const [rung, share] of rungs.entries()) {
      await Promise.all(going.map((member) => this.climb(member, rungs, rung)));
      const last = rung === rungs.length - 1;
      const best = last ? going : promoted(going, ({ reports }) => reports[rung]!, eta);
      for (const member of going) {
        const { trial, params, reports, seeds } = member;
        if (this.study.folder.trial(trial) || (!last && best.includes(member))) continue;
        this.add({
          trial,
          params,
          status: last ? 'complete' : 'pruned',
          value: reports[rung]!,
          seeds,
          reports,
          share,
        });
      }
      going = best;
    }
  }

  /** Trains a member up to a rung, unless it is known what it came to. Failed ones report NaN, and are last. */
  private async climb(member: Member, rungs: readonly number[], rung: number): Promise<void> {
    const { trial, params, reports } = member;
    const record = this.study.folder.trial(trial);
    if (record) {
      reports.push(record.reports[rung] ?? Number.NaN);
      return;
    }
    const share = rungs[rung]!;
    try {
      const values = await this.train(trial, params, share);
      reports.push(mean(values));
      if (share === 1) member.seeds = values;
    } catch (error) {
      this.add({ trial, params, ...failure(error, [...reports], rungs[rung - 1] ?? 0) });
      reports.push(Number.NaN);
    }
  }

  /** Trains all seeds of a trial to a share of the budget; of several errors that of the first seed is told. */
  private async train(trial: number, params: Params, share: number): Promise<number[]> {
    const { seeds, objective } = this.settings;
    const runs = Array.from({ length: seeds }, (_, i) =>
      this.study.runner.run('advance', { run: this.job(trial, params, i), objective, share }),
    );
    const results = await Promise.allSettled(runs);
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  private job(trial: number, params: Params, index: number): SeedJob {
    const { seed, finalEpisodes } = this.settings;
    const out = join(this.study.folder.runs(trial), `seed-${seed + index}`);
    const { run, env } = this.study;
    return {
      options: trialOptions({ ...this.settings, run }, env, params, seed + index, out),
      episodes: finalEpisodes,
    };
  }

  private suggest(trial: number, known: number): Params {
    const history: Observation[] = this.records(known).map(({ params, value = Number.NaN, share }) => ({
      point: pointOf(this.dimensions, params),
      value,
      share,
    }));
    return paramsAt(this.dimensions, this.sampler.suggest(trial, history));
  }

  /** Of the trials with numbers below `known`. */
  private records(known: number): TrialRecord[] {
    return this.study.folder.trials.filter(({ trial }) => trial < known);
  }

  private add(record: TrialRecord): void {
    this.study.folder.add(record);
    this.study.onTrial(record);
  }
}

type Outcome = Omit<TrialRecord, 'trial' | 'params'>;

/** Of a bracket. */
interface Member {
  trial: number;
  params: Params;
  /** Values at the rungs so far. */
  reports: number[];
  seeds: number[];
}

function failure(error: unknown, reports: number[] = [], share = 0): Outcome {
  const reason = error instanceof Error ? error.message : String(error);
  return { status: 'failed', seeds: [], reports, share, reason };
}
