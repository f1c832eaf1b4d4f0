// How a novelty model with networks judges and learns: a batch from replay in one pass, a rollout first judged as a whole.
import type { Module } from '../../nn/index.js';
import { clipGradNorm, type Optimizer } from '../../optim/index.js';
import { buffer, noGrad, type RecordedStep, scope, type Tensor } from '../../tensor/index.js';
import { assertFinite } from '../diagnosis.js';
import { MeanMetrics } from '../mean-metrics.js';
import type { Experience } from '../own-parts.js';
import { recordedStep } from '../repeatable.js';
import type { ActionCodes } from './action-codes.js';
import type { Judgement } from './definition.js';
import { countsOf } from './intrinsic-reward.js';

/** What a model reads of B transitions. */
export interface NoveltyInputs {
  /** `[2B, encoder.size]`: the states s, then the next states s', so that one pass reads both. */
  pairs: Tensor;
  /** `[B, codes.size]`; of models that read no actions `[B, 0]`. */
  codes: Tensor;
  /** `[B]`: 0 for rows that only stand in for missing ones, else 1. */
  counts: Tensor;
}

export interface Novelty {
  /** `[B]`. */
  bonuses: Tensor;
  /** A number, to be minimised. */
  loss: Tensor;
  /** Its parts, by the name of their metric. */
  parts: Record<string, Tensor>;
  /** What the inverse model says, `[B, codes.size]`. */
  guesses?: Tensor;
}

interface LearnerOptions {
  networks: readonly Module[];
  optimizer: Optimizer;
  maxGradNorm: number;
  /** Rows of a rollout per gradient step. */
  batchSize: number;
  /** Of models that read actions. */
  codes?: ActionCodes;
  /** Made of tensors alone, so that it can be recorded. */
  evaluate(inputs: NoveltyInputs): Novelty;
  /** Changes copies of states before they are read, e.g. normalises them. */
  prepare?(states: Float32Array, rows: number): void;
}

export class NoveltyLearner {
  private inputs: NoveltyInputs | undefined;
  private bonuses = new Float32Array(0);
  private readonly recorded: RecordedStep;

  constructor(private readonly options: LearnerOptions) {
    this.recorded = recordedStep(true, options.networks, {});
  }

  judge(batch: Experience): Judgement {
    const rows = batch.states.shape[0]!;
    const size = batch.isRollout ? Math.min(rows, this.options.batchSize) : rows;
    const inputs = this.inputsFor(size, batch.states.shape[1]!);
    if (this.bonuses.length !== rows) this.bonuses = new Float32Array(rows);
    const measured = new MeanMetrics();
    if (size === rows) {
      this.fill(inputs, batch, 0, 1);
      measured.add(this.learn(inputs, (bonuses) => this.bonuses.set(bonuses)));
      return { bonuses: this.bonuses, metrics: measured.means() };
    }
    // All rows are judged by the same weights; each step then sees rows from the whole rollout.
    for (let row = 0; row < rows; row += size) {
      this.fill(inputs, batch, row, 1);
      this.bonuses.set(this.read(inputs).subarray(0, rows - row), row);
    }
    const steps = Math.ceil(rows / size);
    for (let k = 0; k < steps; k++) {
      this.fill(inputs, batch, k, steps);
      measured.add(this.learn(inputs));
    }
    return { bonuses: this.bonuses, metrics: measured.means() };
  }

  private inputsFor(size: number, width: number): NoveltyInputs {
    const { inputs } = this;
    if (inputs?.counts.size === size) return inputs;
    if (inputs) for (const tensor of Object.values(inputs) as Tensor[]) tensor.dispose();
    this.inputs = {
      pairs: buffer([2 * size, width]),
      codes: buffer([size, this.options.codes?.size ?? 0]),
      counts: buffer([size]),
    };
    return this.inputs;
  }

  /** Copies rows `first`, `first + stride`, … of the batch; where there are no more, row 0 stands in and does not count. */
  private fill(inputs: NoveltyInputs, batch: Experience, first: number, stride: number): void {
    const { codes, prepare } = this.options;
    const [rows, width] = batch.states.shape as [number, number];
    const size = inputs.counts.size;
    const counts = countsOf(batch);
    const pairs = inputs.pairs.data as Float32Array;
    const isWhole = size === rows;
    if (isWhole) {
      pairs.set(batch.states.data);
      pairs.set(batch.nextStates.data, size * width);
    }
    for (let i = 0; i < size; i++) {
      const row = first + i * stride;
      const from = row < rows ? row : 0;
      inputs.counts.data[i] = row < rows ? (counts?.[row] ?? 1) : 0;
      codes?.write(batch.actions.data, from, inputs.codes.data as Float32Array, i);
      if (isWhole) continue;
      const [start, end] = [from * width, (from + 1) * width];
      pairs.set(batch.states.data.subarray(start, end), i * width);
      pairs.set(batch.nextStates.data.subarray(start, end), (size + i) * width);
    }
    prepare?.(pairs, 2 * size);
  }

  private read(inputs: NoveltyInputs): Float32Array {
    return scope(() => noGrad(() => this.options.evaluate(inputs).bonuses.toArray() as Float32Array));
  }

  /** One gradient step. @param take gets the bonuses before it */
  private learn(inputs: NoveltyInputs, take?: (bonuses: Float32Array) => void): Record<string, number> {
    const { networks, optimizer, maxGradNorm, evaluate } = this.options;
    return scope(() => {
      const { loss, parts, bonuses, guesses } = this.recorded.run([inputs], () => {
        const novelty = evaluate(inputs);
        optimizer.zeroGrad();
        novelty.loss.backward();
        return novelty;
      });
      take?.(bonuses.toArray() as Float32Array);
      const metrics = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.item()]));
      metrics['intrinsic/loss'] = assertFinite(
        'intrinsic loss',
        loss,
        { pairs: inputs.pairs },
        networks.at(-1)!,
      );
      const accuracy = guesses && this.accuracy(guesses, inputs);
      if (accuracy !== undefined) metrics['intrinsic/inverse_accuracy'] = accuracy;
      clipGradNorm(optimizer, maxGradNorm);
      optimizer.step();
      return metrics;
    });
  }

  /** Share of the actions that the inverse model tells; undefined where they are no choices. */
  private accuracy(guesses: Tensor, { codes, counts }: NoveltyInputs): number | undefined {
    const actions = this.options.codes!;
    if (!actions.isRight) return undefined;
    let [right, all] = [0, 0];
    for (let i = 0; i < counts.size; i++) {
      if (counts.data[i] === 0) continue;
      all++;
      if (actions.isRight(guesses.data, codes.data, i)) right++;
    }
    return right / Math.max(all, 1);
  }
}

/** s and s', each `[B, …]`, of what belongs to both, `[2B, …]`. */
export function halves(pairs: Tensor): [Tensor, Tensor] {
  const rows = pairs.shape[0]! / 2;
  return [pairs.slice(0, 0, rows), pairs.slice(0, rows, 2 * rows)];
}

/** Mean over the rows that count. */
export function meanOf(values: Tensor, counts: Tensor): Tensor {
  return values.mul(counts).sum().div(counts.sum());
}
