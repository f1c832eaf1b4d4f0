// Writes what happens in a run: metrics.jsonl (deterministic), timing.jsonl (the clock) and TensorBoard events.
import * as fs from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { EpisodeSummary, Metrics, TrainingContext } from '../../agents/agent.js';
import type { ResumableCallback } from '../../evaluate/index.js';
import { checked } from '../../io/check.js';
import { AppendFile } from '../append-file.js';
import { fileVersionEvent, scalarsEvent } from '../tensorboard.js';

export const METRICS_FILE = 'metrics.jsonl';
export const TIMING_FILE = 'timing.jsonl';
const EVENTS_PREFIX = 'events.out.tfevents.';
const TIMING_INTERVAL_MS = 500;

/** A line of metrics.jsonl. */
export interface MetricsRow extends Record<string, number> {
  step: number;
}

/** A line of timing.jsonl. */
export interface TimingRow {
  step: number;
  /** Spent training since the run began, evaluations and checkpoints included, pauses between resumes not. */
  seconds: number;
  /** Since the line before. */
  stepsPerSecond: number;
}

const length = z.int().nonnegative();
/** Lengths of the files in bytes, and time spent training in seconds. */
const stateSchema = z.strictObject({
  metrics: length,
  timing: length,
  events: length,
  seconds: z.number().nonnegative(),
});

/**
 * Every line of metrics.jsonl is `{ "step": …, name: value, … }`: rows of the agent (`rollout/…`, `train/…`), one row
 * per episode (`episode/return`, `episode/length`, `episode/truncated`, what is tracked) and one per evaluation (`eval/…`). It holds no
 * clock, so two runs of the same seed write the same bytes.
 */
export class MetricsWriter implements ResumableCallback {
  readonly name = 'metrics';
  private readonly metrics: AppendFile;
  private readonly timing: AppendFile;
  private readonly events: AppendFile;
  private secondsBefore = 0;
  private startedAt = 0;
  private step = 0;
  private last = { step: 0, at: 0 };

  constructor(folder: string) {
    this.metrics = new AppendFile(join(folder, METRICS_FILE));
    this.timing = new AppendFile(join(folder, TIMING_FILE));
    this.events = new AppendFile(join(folder, eventsFile(folder)));
  }

  /** Time spent training, in seconds, over all resumes. */
  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.startedAt) / 1000;
  }

  onTrainingStart({ agent }: TrainingContext): void {
    this.startedAt = performance.now();
    this.step = agent.numTimesteps;
    this.last = { step: this.step, at: this.startedAt };
    if (this.events.length === 0) this.events.append(fileVersionEvent(Date.now() / 1000));
  }

  onEpisodeEnd(_context: TrainingContext, episode: EpisodeSummary): void {
    const tracked = Object.entries(episode.tracked ?? {}).map(([name, value]) => [`episode/${name}`, value]);
    this.row(episode.step, {
      'episode/return': episode.return,
      'episode/length': episode.length,
      'episode/truncated': episode.truncated ? 1 : 0,
      ...Object.fromEntries(tracked),
    });
  }

  onMetrics(_context: TrainingContext, step: number, metrics: Metrics): void {
    this.row(step, metrics);
  }

  onIteration({ agent }: TrainingContext): void {
    this.step = agent.numTimesteps;
    if (performance.now() - this.last.at >= TIMING_INTERVAL_MS) this.tick();
  }

  onTrainingEnd(_context: TrainingContext, error?: unknown): void {
    if (error === undefined) this.tick();
  }

  /** Makes all files durable and tells their lengths: what comes later is cut off when a run resumes from here. */
  saveState(): Record<string, unknown> {
    this.tick();
    for (const file of [this.metrics, this.timing, this.events]) file.sync();
    const { metrics, timing, events, seconds } = this;
    return { metrics: metrics.length, timing: timing.length, events: events.length, seconds };
  }

  loadState(state: Record<string, unknown>): void {
    const { seconds, ...lengths } = checked(state, 'state of the logs in the checkpoint', stateSchema);
    for (const name of ['metrics', 'timing', 'events'] as const) this[name].cutBack(lengths[name]);
    this.secondsBefore = seconds;
  }

  /** Empties the files: the run begins at step 0. */
  restart(): void {
    this.loadState({ metrics: 0, timing: 0, events: 0, seconds: 0 });
  }

  close(): void {
    for (const file of [this.metrics, this.timing, this.events]) file.close();
  }

  /** Closes after a failure, when what is not written yet may be lost and errors (a full disk) are known. */
  abandon(): void {
    try {
      this.close();
    } catch {
      // The error that ended training says more.
    }
  }

  private row(step: number, metrics: Metrics): void {
    this.metrics.append(`${JSON.stringify({ step, ...metrics })}\n`);
    this.events.append(scalarsEvent(Date.now() / 1000, step, metrics));
  }

  private tick(): void {
    const { step } = this;
    if (step <= this.last.step) return;
    const now = performance.now();
    const stepsPerSecond = Math.round(((step - this.last.step) * 1000) / (now - this.last.at));
    const row: TimingRow = { step, seconds: Math.round(this.seconds * 1000) / 1000, stepsPerSecond };
    this.timing.append(`${JSON.stringify(row)}\n`);
    this.events.append(scalarsEvent(Date.now() / 1000, step, { 'time/fps': stepsPerSecond }));
    this.last = { step, at: now };
  }
}

/** The run's event file, or the name of a new one; TensorBoard wants a time in it. */
function eventsFile(folder: string): string {
  const existing = fs.readdirSync(folder).find((name) => name.startsWith(EVENTS_PREFIX));
  return existing ?? `${EVENTS_PREFIX}${Math.floor(Date.now() / 1000)}.trainyard`;
}
