// Plans in dynamics that a network learns from experience: n-step lookahead, one action at a time (model-predictive control).
import { scheduleValue } from '../../../explore/index.js';
import { ReplayMemory, UniformSampler } from '../../../memory/index.js';
import { Adam, clipGradNorm } from '../../../optim/index.js';
import { Box, type Discrete, type PackedArray } from '../../../spaces/index.js';
import { noGrad, scope, tensor } from '../../../tensor/index.js';
import type { Metrics, PredictOptions } from '../../agent.js';
import type { Budget } from '../../budget.js';
import { assertFinite } from '../../diagnosis.js';
import {
  type ActionIn,
  EnvAgent,
  type EnvSource,
  type ObservationIn,
  type OnlyDiscrete,
} from '../../env-agent.js';
import { randomAction } from '../../masking.js';
import { MeanMetrics } from '../../mean-metrics.js';
import { requireBatch } from '../../memory-size.js';
import { requireDiscrete } from '../../spaces.js';
import { mostSteps, requireLearning } from '../../trainable.js';
import { type TransitionBatch, TransitionBatches } from '../../transition-batch.js';
import { lookAheadIn } from './beam.js';
import { type LookaheadConfig, type LookaheadOptions, lookaheadSpec } from './config.js';
import { DynamicsNetwork } from './dynamics.js';

/** @example const agent = await new Lookahead('CartPole-v1', { seed: 1 }).learn({ totalSteps: 3000 }); */
export class Lookahead<E extends EnvSource = EnvSource> extends EnvAgent<
  LookaheadConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = lookaheadSpec;
  readonly dynamics: DynamicsNetwork;
  readonly memory: ReplayMemory;
  private readonly sampler: UniformSampler;
  private readonly optimizer: Adam;
  private readonly actions: Discrete;
  /** Observations of real numbers; others are 0 or 1 once encoded. */
  private readonly isReal: boolean;
  private readonly scale: Float64Array;
  private readonly batches: TransitionBatches;
  private readonly measured = this.parts.state('measured', new MeanMetrics());
  private readonly learnt = this.parts.counters('learnt', { updates: 0, scaled: 0 });

  constructor(env: E & OnlyDiscrete<E>, options: LookaheadOptions = {}) {
    super(env, options);
    const { config, encoder } = this;
    const { singleObservationSpace: space, singleActionSpace: actions } = this.env;
    requireBatch(config.bufferSize, config.batchSize);
    this.actions = requireDiscrete(this.algo, actions);
    this.isReal = space.leaves().some(({ space: leaf }) => (leaf as unknown) instanceof Box);
    const network = new DynamicsNetwork(encoder.size, this.actions.n, config.hiddenSizes, this.rng.init);
    this.dynamics = this.parts.network('dynamics', network);
    this.optimizer = this.parts.optimizer(
      'optimizer',
      new Adam(network, { lr: scheduleValue(config.learningRate, 0) }),
    );
    this.memory = this.parts.state(
      'memory',
      new ReplayMemory(config.bufferSize, { observationSpace: space, actionSpace: actions }),
      { memory: true },
    );
    this.sampler = this.parts.state('sampler', new UniformSampler(this.memory));
    this.batches = new TransitionBatches(this.memory, encoder, config.batchSize, {
      wantsErrors: false,
      actionSpace: actions,
      normalizer: undefined,
    });
    // One for each number of a state, and one for rewards.
    const scale = new Float64Array(encoder.size + 1).fill(1);
    this.scale = scale;
    this.parts.state('scale', {
      saveState: () => ({ meta: {}, arrays: { scale } }),
      loadState: ({ arrays }) => scale.set(arrays.scale!),
    });
  }

  override requireTrainable(budget: Budget): void {
    if (this.learnt.updates > 0) return;
    requireLearning(mostSteps(budget, { ...this.config, trainFreq: 1 }, this.env), {
      ...this.config,
      trainFreq: 1,
    });
  }

  get epsilon(): number {
    return this.count.steps < this.config.learningStarts
      ? 1
      : scheduleValue(this.config.epsilon, this.progress);
  }

  /** One step of every environment, then gradient steps. */
  protected iterate(): void {
    const { env, collector, config, rng, actions, memory, learnt } = this;
    const { actionMasks } = env;
    for (let i = 0; i < env.numEnvs; i++) {
      const isRandom = rng.policy.random() < this.epsilon;
      collector.actions[i] =
        actions.start +
        (isRandom
          ? randomAction(rng.policy, i, actions.n, actionMasks)
          : this.plan(env.observations, i, actionMasks));
    }
    memory.add(this.stepEnvs());
    if (memory.size <= Math.max(config.learningStarts, config.batchSize)) return;
    if (learnt.scaled === 0) this.measureScale();
    this.optimizer.lr = scheduleValue(config.learningRate, this.progress);
    this.parts.train();
    for (let k = 0; k < config.gradientSteps; k++) {
      this.measured.add(this.update(this.batches.load(this.sampler.draw(config.batchSize, rng.replay), 1)));
      learnt.updates++;
    }
    this.parts.eval();
  }

  /** The root mean square of rewards, and of each real number's changes, in the first steps. */
  private measureScale(): void {
    const { scale, batches, sampler, config, learnt, isReal, encoder } = this;
    const { size } = encoder;
    learnt.scaled = 1;
    const sums = new Float64Array(size + 1);
    const rounds = Math.ceil(config.learningStarts / config.batchSize) || 1;
    for (let round = 0; round < rounds; round++) {
      const { states, nextStates, rewards } = batches.load(
        sampler.draw(config.batchSize, this.rng.replay),
        1,
      );
      for (let i = 0; i < states.size; i++) sums[i % size]! += (nextStates.data[i]! - states.data[i]!) ** 2;
      for (const reward of rewards.data) sums[size]! += reward ** 2;
    }
    for (let k = isReal ? 0 : size; k <= size; k++)
      scale[k] = Math.sqrt(sums[k]! / (rounds * config.batchSize)) || 1;
  }

  private update({ states, actions, rewards, nextStates, discounts }: TransitionBatch): Metrics {
    const { scale, encoder, dynamics, config, optimizer } = this;
    const count = config.batchSize;
    const changes = new Float32Array(count * encoder.size);
    for (let i = 0; i < changes.length; i++)
      changes[i] = (nextStates.data[i]! - states.data[i]!) / scale[i % encoder.size]!;
    return scope(() => {
      const inputs = tensor(this.inputsOf(states.data as Float32Array, actions.data, count)).reshape([
        count,
        encoder.size + this.actions.n,
      ]);
      const targets = tensor(changes).reshape([count, encoder.size]);
      const ends = tensor(Float32Array.from(discounts.data, (discount) => (discount === 0 ? 1 : 0)));
      const { loss, state, reward, end } = dynamics.loss(
        inputs,
        targets,
        rewards.div(scale[encoder.size]!),
        ends,
      );
      const value = assertFinite('loss', loss, { states, rewards, nextStates }, dynamics);
      optimizer.zeroGrad();
      loss.backward();
      clipGradNorm(optimizer, config.maxGradNorm);
      optimizer.step();
      return {
        'train/loss': value,
        'train/state_loss': state.item(),
        'train/reward_loss': reward.item(),
        'train/end_loss': end.item(),
      };
    });
  }

  private inputsOf(states: Float32Array, actions: ArrayLike<number>, count: number): Float32Array {
    const { size } = this.encoder;
    const width = size + this.actions.n;
    const inputs = new Float32Array(count * width);
    for (let i = 0; i < count; i++) {
      inputs.set(states.subarray(i * size, (i + 1) * size), i * width);
      inputs[i * width + size + actions[i]!] = 1;
    }
    return inputs;
  }

  /**
   * What the model makes of encoded states and actions, one row each: the next states, rewards, and the probability that
   * the task ends there.
   */
  imagine(states: Float32Array, actions: ArrayLike<number>, count: number) {
    const { encoder, scale, isReal, dynamics } = this;
    const { changes, rewards, ends } = scope(() =>
      noGrad(() => {
        const inputs = tensor(this.inputsOf(states, actions, count)).reshape([
          count,
          encoder.size + this.actions.n,
        ]);
        const { changes, rewards, ends } = dynamics.forward(inputs);
        return {
          changes: changes.toArray(),
          rewards: rewards.mul(scale[encoder.size]!).toArray(),
          ends: ends.sigmoid().toArray(),
        };
      }),
    );
    const next = new Float32Array(states.length);
    for (let i = 0; i < next.length; i++) {
      const value = states[i]! + changes[i]! * scale[i % encoder.size]!;
      next[i] = isReal ? value : value > 0.5 ? 1 : 0;
    }
    return { next, rewards, ends };
  }

  private plan(observations: PackedArray, i: number, masks: Uint8Array | undefined): number {
    const { config, encoder, actions, isReal } = this;
    const { packedSize } = this.env.singleObservationSpace;
    const state = new Float32Array(encoder.size);
    encoder.encodeRows(observations.subarray(i * packedSize, (i + 1) * packedSize), 1, state);
    return lookAheadIn(
      (...args) => this.imagine(...args),
      state,
      actions.n,
      (action) => masks?.[i * actions.n + action] !== 0,
      { horizon: config.horizon, width: config.beamWidth, gamma: config.gamma, merges: !isReal },
    );
  }

  override onEpisode(): void {
    if (this.numEpisodes % this.config.logInterval !== 0) return;
    this.log({
      ...this.measured.take(),
      'rollout/exploration_rate': this.epsilon,
      'train/n_updates': this.learnt.updates,
      'train/learning_rate': this.optimizer.lr,
    });
  }

  /** The first actions of the best ways; with `deterministic: false`, ε-greedy with the current ε. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { actions, rng } = this;
    for (let i = 0; i < count; i++) {
      const isRandom = !deterministic && rng.policy.random() < this.epsilon;
      out[i] =
        actions.start +
        (isRandom
          ? randomAction(rng.policy, i, actions.n, actionMask)
          : this.plan(observations, i, actionMask));
    }
  }

  status(): Record<string, number> {
    return { ε: this.epsilon };
  }
}
