// From rows of a memory to the tensors of a gradient step, each number copied once.
import type { ColumnStore, Draw, ReplayMemory } from '../memory/index.js';
import { Discrete, MultiDiscrete, type Space } from '../spaces/index.js';
import { buffer, type Tensor } from '../tensor/index.js';
import type { ObservationEncoder } from './features/observation-encoder.js';
import type { InputNormalizer } from './normalization.js';

/** A batch of transitions as network inputs and targets; B rows, valid until the next one. */
export interface TransitionBatch {
  /** `[B, encoder.size]`. */
  states: Tensor;
  /** `[B, actionSize]`: int32 indices counted from 0 for Discrete and MultiDiscrete spaces, else float32. */
  actions: Tensor;
  /** `[B]`; hooks may add to them. */
  rewards: Tensor;
  nextStates: Tensor;
  /** `[B, n]`, float32: 1 for the legal actions of `nextStates`, else 0; absent where the environment has no masks. */
  nextMasks: Tensor | undefined;
  /** The same of `states`, where the agent learns from it. */
  masks: Tensor | undefined;
  /** `[B]`: factor of the value of the next state: γ (γⁿ after n steps), 0 after a termination. */
  discounts: Tensor;
  /** `[B]`: weight of each row in the loss; absent: all 1. */
  weights: Tensor | undefined;
  /** Rows of the memory. */
  rows: Int32Array;
  memory: ColumnStore;
  /** Whether the sampler wants the absolute TD errors back. */
  wantsErrors: boolean;
}

interface BatchOptions {
  wantsErrors: boolean;
  actionSpace: Space;
  /** What the inputs pass through; the memory holds raw observations. */
  normalizer?: InputNormalizer | undefined;
}

export class TransitionBatches {
  private readonly batch: TransitionBatch;
  private readonly weights: Tensor;
  /** Of a discrete action space: what index 0 stands for. */
  private readonly firstAction: number;
  private readonly normalizer: InputNormalizer | undefined;

  constructor(
    private readonly memory: ReplayMemory,
    private readonly encoder: ObservationEncoder,
    size: number,
    { wantsErrors, actionSpace, normalizer }: BatchOptions,
  ) {
    this.normalizer = normalizer;
    const isIndex =
      (actionSpace as unknown) instanceof Discrete || (actionSpace as unknown) instanceof MultiDiscrete;
    this.firstAction = actionSpace instanceof Discrete ? actionSpace.start : 0;
    this.weights = buffer([size]);
    this.batch = {
      states: buffer([size, encoder.size]),
      actions: buffer([size, memory.actions.size], isIndex ? 'int32' : 'float32'),
      rewards: buffer([size]),
      nextStates: buffer([size, encoder.size]),
      nextMasks: memory.nextMasks && buffer([size, memory.nextMasks.size]),
      masks: memory.masks && buffer([size, memory.masks.size]),
      discounts: buffer([size]),
      weights: undefined,
      rows: new Int32Array(0),
      memory,
      wantsErrors,
    };
  }

  /** Copies the drawn rows into the batch. */
  load(draw: Draw, gamma: number): TransitionBatch {
    const { memory, batch, encoder, firstAction } = this;
    const { rows, lastRows = rows } = draw;
    batch.rows = rows;
    encoder.encodeColumns(memory.observations.columns, rows, batch.states.data as Float32Array);
    encoder.encodeColumns(memory.nextObservations.columns, lastRows, batch.nextStates.data as Float32Array);
    const actions = batch.actions.data as Int32Array;
    memory.actions.gather(rows, actions);
    if (firstAction !== 0) for (let i = 0; i < actions.length; i++) actions[i]! -= firstAction;
    if (draw.rewards) batch.rewards.data.set(draw.rewards);
    else memory.rewards.gather(rows, batch.rewards.data);
    const discounts = batch.discounts.data;
    for (let i = 0; i < rows.length; i++) {
      const discount = draw.discounts ? draw.discounts[i]! : gamma;
      const isRelabelled = draw.goals !== undefined && draw.goals[i]! >= 0;
      discounts[i] = !isRelabelled && memory.terminated.get(lastRows[i]!) === 1 ? 0 : discount;
    }
    if (batch.nextMasks) memory.nextMasks!.gather(lastRows, batch.nextMasks.data);
    if (batch.masks) memory.masks!.gather(rows, batch.masks.data);
    if (draw.goals) this.relabel(draw.goals);
    this.normalizer?.apply(batch.states.data as Float32Array, rows.length);
    this.normalizer?.apply(batch.nextStates.data as Float32Array, rows.length);
    batch.weights = draw.weights && this.weights;
    if (draw.weights) this.weights.data.set(draw.weights);
    return batch;
  }

  /** Puts what was achieved in other rows in the place of the desired goals. */
  private relabel(goals: Int32Array): void {
    const { memory, batch, encoder } = this;
    const achieved = memory.column('next.achieved_goal');
    for (let i = 0; i < goals.length; i++) {
      if (goals[i]! < 0) continue;
      for (const { data } of [batch.states, batch.nextStates]) {
        encoder.encodePart('desired_goal', achieved, goals[i]!, data as Float32Array, i);
      }
    }
  }
}
