// Recurrent DQN (Hausknecht & Stone 2015) with the replay of R2D2 (Kapturowski et al. 2019): stored states, burn-in.
import { UserError } from '../../io/errors.js';
import { type ColumnSpec, type Sampler, type SamplerContext, SequenceSampler } from '../../memory/index.js';
import { huberLoss } from '../../nn/index.js';
import type { Discrete, PackedArray, Space } from '../../spaces/index.js';
import { buffer, cat, noGrad, scope, type Tensor, where } from '../../tensor/index.js';
import type { PredictOptions } from '../agent.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { Update } from '../off-policy-agent.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import { tensorState } from '../parts.js';
import type { TransitionBatch } from '../transition-batch.js';
import { ValueAgent } from '../value-agent.js';
import { type DRQNConfig, type DRQNOptions, drqnSpec } from './config.js';
import { RecurrentQNetwork } from './recurrent-q-network.js';
import { rescale, unscale } from './rescaling.js';

/**
 * DQN that remembers its episode. `predict` carries the memory in `options.state`: pass the same object, `{}` at the start
 * of an episode, at every step; without it the agent acts as at the start.
 *
 * @example
 * const agent = new DRQN('CueMemory-v0', { memorySize: 32, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 */
export class DRQN<E extends EnvSource = EnvSource> extends ValueAgent<DRQNConfig, E, RecurrentQNetwork> {
  static override readonly spec = drqnSpec;
  /** What each environment remembers, `[N, stateSize]`, and what it remembered before the last step. */
  private readonly remembered: Tensor;
  private readonly before: Tensor;
  /** Q of the observations that are acted on, for `explore`. */
  private acting: Float32Array | undefined;
  private playing: Tensor;
  /** Stored states at the beginning of the sequences of a batch. */
  private readonly beginnings: Tensor;

  constructor(env: E & OnlyDiscrete<E>, options: DRQNOptions = {}, own: OwnParts = {}) {
    requireParts('drqn', own, ['extractor', 'head', 'hooks']);
    super(env, options, own);
    const { stateSize } = this.qNetwork;
    this.remembered = buffer([this.env.numEnvs, stateSize]);
    this.before = buffer([this.env.numEnvs, stateSize]);
    this.playing = buffer([1, stateSize]);
    this.beginnings = buffer([this.config.batchSize, stateSize]);
    this.parts.state('remembered', tensorState(this.remembered), { perEnv: true });
  }

  protected override makeNetwork(observations: Space, actions: Discrete, own: OwnParts): RecurrentQNetwork {
    return new RecurrentQNetwork(observations, actions, this.config, own, this.rng.init);
  }

  protected override memoryColumns(): Record<string, ColumnSpec> {
    const { cell, memorySize } = this.config;
    return { remembered: { dtype: 'float32', size: cell === 'lstm' ? 2 * memorySize : memorySize } };
  }

  protected override createSampler({ memory }: SamplerContext): Sampler {
    return new SequenceSampler(memory, { burnIn: this.config.burnIn, length: this.config.sequenceLength });
  }

  protected override get followsEpisodes(): boolean {
    return true;
  }

  protected override get batchRows(): number {
    const { batchSize, burnIn, sequenceLength } = this.config;
    return batchSize * (burnIn + sequenceLength);
  }

  protected update(batch: TransitionBatch): Update {
    const { beginnings, memory } = this;
    memory.scalar('remembered').gather(batch.rows.subarray(0, this.config.batchSize), beginnings.data);
    return scope(() => {
      const loss = this.compare(batch);
      const value = this.descend(loss, { states: batch.states, nextStates: batch.nextStates });
      return { metrics: { 'train/loss': value } };
    });
  }

  private compare({ states, nextStates, actions, rewards, discounts, weights, nextMasks }: TransitionBatch) {
    const { batchSize, burnIn, doubleQ, valueRescaling } = this.config;
    const { qNetwork, targetNetwork, beginnings } = this;
    const warm = batchSize * burnIn;
    const learnt = (t: Tensor) => t.slice(0, warm, t.shape[0]!);
    // The states of the sequence and the one after it: x_0, then each next state.
    const inputs = cat([states.slice(0, warm, warm + batchSize), learnt(nextStates)], 0);
    const unroll = (network: RecurrentQNetwork) => {
      const past = warm > 0 ? network.warmUp(states.slice(0, 0, warm), beginnings, weights!) : beginnings;
      return network.forward(inputs, past).values;
    };
    const values = unroll(qNetwork);
    const after = (q: Tensor) => q.slice(0, batchSize, q.shape[0]!);
    const targets = noGrad(() => {
      const next = after(unroll(targetNetwork));
      const chooser = doubleQ ? after(values) : next;
      const legal = nextMasks ? where(learnt(nextMasks), chooser, -Infinity) : chooser;
      const best = next.gather(1, legal.argmax(1, true)).squeeze(1);
      const future = (valueRescaling ? unscale(best) : best).mul(learnt(discounts));
      const returns = learnt(rewards).add(future);
      return valueRescaling ? rescale(returns) : returns;
    });
    const q = values.slice(0, 0, targets.size).gather(1, learnt(actions)).squeeze(1);
    const counts = learnt(weights!);
    return huberLoss(q, targets, { reduction: 'none' }).mul(counts).sum().div(counts.sum());
  }

  /** Every environment remembers what it saw, also where it then acts at random. */
  protected override explore(observations: PackedArray, actions: PackedArray, masks?: Uint8Array): void {
    this.before.data.set(this.remembered.data);
    this.acting = this.remember(this.remembered, observations);
    super.explore(observations, actions, masks);
    this.acting = undefined;
  }

  /** Q of the observations after what went before, `state`, which moves on. */
  private remember(state: Tensor, observations: PackedArray): Float32Array {
    const inputs = this.encode(observations, state.shape[0]!);
    return scope(() =>
      noGrad(() => {
        const out = this.qNetwork.forward(inputs, state);
        const values = out.values.toArray();
        state.data.set(out.state.toArray());
        return values as Float32Array;
      }),
    );
  }

  protected override valuesOf(
    observations: PackedArray,
    count: number,
    state: NonNullable<PredictOptions['state']> = {},
  ): Float32Array {
    if (this.acting) return this.acting;
    const { stateSize } = this.qNetwork;
    const before = state.memory ?? new Float32Array(count * stateSize);
    if (before.length !== count * stateSize) {
      throw new UserError(
        `predict was given a state of ${before.length / stateSize} environments for ${count} observations; begin an episode with an empty one, {}.`,
      );
    }
    if (this.playing.shape[0] !== count) this.playing = buffer([count, stateSize]);
    this.playing.data.set(before);
    const values = this.remember(this.playing, observations);
    state.memory = this.playing.toArray() as Float32Array;
    return values;
  }

  protected override onStored(row: number, env: number): void {
    const { stateSize } = this.qNetwork;
    this.memory.column('remembered').write(row, this.before.data, env * stateSize);
  }

  /** A new episode remembers nothing. */
  protected override afterStep(before: number): void {
    super.afterStep(before);
    const { terminated, truncated, alive, numEnvs } = this.env;
    const { stateSize } = this.qNetwork;
    for (let i = 0; i < numEnvs; i++) {
      if (terminated[i] === 0 && truncated[i] === 0 && alive?.[i] !== 0) continue;
      this.remembered.data.fill(0, i * stateSize, (i + 1) * stateSize);
    }
  }

  protected override abandonEpisodes(): void {
    super.abandonEpisodes();
    this.remembered.data.fill(0);
  }
}
