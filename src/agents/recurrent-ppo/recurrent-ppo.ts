// PPO with a memory: the policy sees the history of its episode through an LSTM or GRU, or what a subclass has instead.
import type { VectorEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { ColumnStore } from '../../memory/index.js';
import type { Generator } from '../../random/index.js';
import type { PackedArray } from '../../spaces/index.js';
import { buffer, type Tensor } from '../../tensor/index.js';
import type { Acted, ActOptions, ActorCriticOptions, Evaluated } from '../actor-critic.js';
import type { PredictOptions } from '../agent.js';
import type { EnvSource } from '../env-agent.js';
import { requireLayerRoom, requireRoom } from '../memory-size.js';
import type { OwnParts } from '../own-parts.js';
import { tensorState } from '../parts.js';
import { PPO } from '../ppo/ppo.js';
import type { Batch } from '../rollout-batches.js';
import {
  type RecurrentPPOConfig,
  type RecurrentPPOOptions,
  recurrentPpoSpec,
  type SequenceConfig,
} from './config.js';
import type { MemoryCore } from './memory-core.js';
import { RecurrentActorCritic } from './recurrent-actor-critic.js';
import { RecurrentCore } from './recurrent-core.js';

/** Sequences of equal length, time first. */
interface SequenceBatch extends Batch {
  /** `[B, memoryWidth]` before the first step of each sequence. */
  memory: Tensor;
  /** `[T, B]`, 1 where an episode begins. */
  starts: Tensor;
}

/**
 * Recurrent PPO for every action space.
 *
 * `predict` carries the memory in `options.state`: pass the same object, `{}` at the start of an episode, at every
 * step; without it the agent acts as at the start.
 *
 * @example
 * const agent = new RecurrentPPO(makeVec('CueMemory-v0', { numEnvs: 8 }), { memorySize: 32, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * const state = {};
 * agent.predict(observation, { state });
 */
export class RecurrentPPO<
  E extends EnvSource = EnvSource,
  C extends SequenceConfig = RecurrentPPOConfig,
> extends PPO<E, C> {
  static override readonly spec = recurrentPpoSpec;
  declare readonly policy: RecurrentActorCritic;
  /** Steps of a sequence. */
  private readonly steps: number;
  /** What each sub-environment remembers now, `[N, memoryWidth]`. */
  private readonly memory: Tensor;
  /** Memory at the beginning of each sequence of the rollout, a row per environment and sequence. */
  private readonly beginnings: ColumnStore;
  private readonly contexts = new Map<number, Pick<SequenceBatch, 'memory' | 'starts'>>();
  private playing: Tensor;

  constructor(env: E, options: RecurrentPPOOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { numEnvs } = this.env;
    const { memoryWidth } = this.policy;
    const { nSteps, sequenceLength } = this.config;
    this.steps = sequenceLength ?? nSteps;
    this.memory = buffer([numEnvs, memoryWidth]);
    const sequences = (nSteps / this.steps) * numEnvs;
    requireRoom('sequenceLength', sequences, 4 * memoryWidth);
    this.beginnings = new ColumnStore({ memory: { dtype: 'float32', size: memoryWidth } }, sequences);
    this.parts.state('beginnings', this.beginnings, { perEnv: true, memory: true });
    this.parts.state('remembered', tensorState(this.memory), { perEnv: true });
    this.playing = buffer([1, memoryWidth]);
  }

  protected override makePolicy(options: ActorCriticOptions): RecurrentActorCritic {
    const { config } = this;
    const { memorySize } = config;
    checkCombination(config);
    requireLayerRoom('memorySize', memorySize, 4 * memorySize);
    const makeCore = (inputs: number) => this.makeCore(inputs, options.rng);
    return new RecurrentActorCritic(this.env.singleActionSpace, { ...config, ...options, makeCore });
  }

  /** A memory of `inputs` features; called by the constructor, when subclasses have no fields of their own yet. */
  protected makeCore(inputs: number, rng: Generator): MemoryCore {
    const { cell, memorySize } = this.config as SequenceConfig as RecurrentPPOConfig;
    return new RecurrentCore(cell, inputs, memorySize, rng);
  }

  protected override act(states: Tensor, options: ActOptions): Acted {
    const { memory, steps, rollout, beginnings } = this;
    const { numEnvs } = this.env;
    if (rollout.length % steps === 0) {
      beginnings.column('memory').write(beginnings.claim(numEnvs), memory.data, 0, numEnvs);
    }
    const acted = this.policy.actFrom(memory, states, this.rng.policy, options);
    memory.data.set(acted.memory);
    return acted;
  }

  /** Terminal observations are valued with the memory of the episode they end, the others with their own. */
  protected override estimate(observations: PackedArray): Float32Array {
    return this.policy.valuesFrom(this.memory, this.encode(observations));
  }

  /** A new episode remembers nothing. */
  protected override afterStep(): void {
    requireImmortal(this.env);
    const { terminated, truncated, numEnvs } = this.env;
    const { memoryWidth } = this.policy;
    for (let i = 0; i < numEnvs; i++) {
      if (terminated[i] === 1 || truncated[i] === 1) {
        this.memory.data.fill(0, i * memoryWidth, (i + 1) * memoryWidth);
      }
    }
  }

  protected override *minibatches(): Iterable<SequenceBatch> {
    const { rollout, steps, beginnings, config } = this;
    const remembered = beginnings.scalar('memory');
    const perBatch = Math.max(1, Math.floor(config.batchSize / steps));
    for (const { sequences, rows } of rollout.sequences(this.rng.replay, { steps, perBatch })) {
      const { memory, starts } = this.beginningsOf(sequences.length);
      remembered.gather(sequences, memory.data);
      rollout.scalar('start').gather(rows, starts.data);
      yield { ...this.batches.take(rows), memory, starts };
    }
  }

  private beginningsOf(sequences: number): Pick<SequenceBatch, 'memory' | 'starts'> {
    const context = this.contexts.get(sequences) ?? {
      memory: buffer([sequences, this.policy.memoryWidth]),
      starts: buffer([this.steps, sequences]),
    };
    this.contexts.set(sequences, context);
    return context;
  }

  protected override evaluate(batch: SequenceBatch): Evaluated {
    return this.policy.evaluateFrom(batch.memory, batch.starts, batch);
  }

  protected override choose(
    states: Tensor,
    mask: Tensor | undefined,
    { deterministic = true, state = {} }: PredictOptions,
  ): Float32Array {
    const count = states.shape[0]!;
    const { memoryWidth } = this.policy;
    if (this.playing.shape[0] !== count) this.playing = buffer([count, memoryWidth]);
    const before = state.memory ?? new Float32Array(count * memoryWidth);
    if (before.length !== count * memoryWidth) {
      throw new UserError(
        `predict was given a state of ${before.length / memoryWidth} environments for ${count} observations; begin an episode with an empty one, {}.`,
      );
    }
    this.playing.data.set(before);
    const acted = this.policy.actFrom(this.playing, states, this.rng.policy, { mask, deterministic });
    state.memory = acted.memory;
    return acted.actions;
  }

  protected override abandonEpisodes(): void {
    super.abandonEpisodes();
    this.beginnings.clear();
    this.memory.data.fill(0);
  }
}

/** @throws UserError when an agent of the vector has died: sequences have no gaps. */
function requireImmortal({ alive }: VectorEnv): void {
  if (!alive?.includes(0)) return;
  throw new UserError(
    'A policy with a memory learns from sequences without gaps, and an agent of this vector has died before the others: use PPO with ' +
      'stacked observations, or train one agent at a time (singleAgent of trainyard/envs/multi).',
  );
}

/** @throws UserError for settings that are fine one by one but not together. */
function checkCombination({ nSteps, sequenceLength, sharedNetwork, criticMemory }: SequenceConfig): void {
  if (nSteps % (sequenceLength ?? nSteps) !== 0) {
    throw new UserError(`sequenceLength: expected a divisor of nSteps, ${nSteps}, got ${sequenceLength}`);
  }
  if (sharedNetwork && criticMemory === 'separate') {
    throw new UserError(
      'sharedNetwork: with shared layers the memory is shared too; set criticMemory to "shared"',
    );
  }
}
