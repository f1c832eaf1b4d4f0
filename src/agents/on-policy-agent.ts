// The loop of learners from fresh experience: fill a rollout with the current policy, estimate advantages, update.
import { UserError } from '../io/errors.js';
import { RolloutMemory } from '../memory/index.js';
import type { PackedArray } from '../spaces/index.js';
import { buffer, type Tensor } from '../tensor/index.js';
import type { Acted, ActOptions } from './actor-critic.js';
import { ActorCriticAgent, type ActorCriticConfig } from './actor-critic-agent.js';
import type { Metrics } from './agent.js';
import type { Budget } from './budget.js';
import type { EnvSource } from './env-agent.js';
import { channelsOf } from './features/index.js';
import { ObservationEncoder } from './features/observation-encoder.js';
import type { Intrinsic } from './intrinsic/definition.js';
import { intrinsicHook } from './intrinsic/index.js';
import { requireRoom } from './memory-size.js';
import { RewardNormalizer } from './normalization.js';
import type { Hook, OwnParts } from './own-parts.js';
import { RolloutBatches } from './rollout-batches.js';
import { StateDependentNoise } from './state-dependent-noise.js';
import { explainedVariance } from './statistics.js';

export interface OnPolicyConfig extends ActorCriticConfig {
  nSteps: number;
  gaeLambda: number;
  sharedNetwork: boolean;
  normalizeRewards: boolean;
  intrinsic: Intrinsic;
  sdeSampleFreq: number;
  logInterval: number;
}

export abstract class OnPolicyAgent<
  C extends OnPolicyConfig,
  O = unknown,
  A = unknown,
> extends ActorCriticAgent<C, O, A> {
  readonly rollout: RolloutMemory;
  /** Rollouts learnt from, and passes over them (or gradient steps, as the algorithm counts). */
  protected readonly learnt = this.parts.counters('learnt', { rollouts: 0, updates: 0 });
  private readonly rewardNormalizer: RewardNormalizer | undefined;
  private readonly noise: StateDependentNoise | undefined;
  private readonly hooks: readonly Hook[];
  protected readonly batches: RolloutBatches;
  private readonly noValues: Float32Array;

  constructor(env: EnvSource, options: unknown, own: OwnParts = {}) {
    super(env, options, own, ({ sharedNetwork }) => (sharedNetwork ? 'shared' : 'separate'));
    const { config, maskSize, storedSpace } = this;
    const { numEnvs } = this.env;
    const { head, logStd } = this.policy;
    const intrinsic = intrinsicHook(config.intrinsic);
    const hooks = [...(intrinsic ? [intrinsic] : []), ...(own.hooks ?? [])];
    this.hooks = hooks;
    // Observations and nine numbers of bookkeeping.
    requireRoom('nSteps', config.nSteps * numEnvs, storedSpace.packedSize + 36);
    const rollout = new RolloutMemory({
      steps: config.nSteps,
      numEnvs,
      observationSpace: storedSpace,
      channels: channelsOf(config.features),
      actionSize: head.actionSize,
      actionType: head.actionType,
      maskSize,
      nextObservations: hooks.length > 0,
      columns: this.env.alive && { alive: { dtype: 'uint8' } },
    });
    this.rollout = this.parts.state('rollout', rollout, { perEnv: true, memory: true });
    this.batches = new RolloutBatches(rollout, new ObservationEncoder(storedSpace), head);
    if (config.actionStd === 'sde' && logStd) {
      const noise = new StateDependentNoise(numEnvs, logStd.shape[0]!, logStd.shape[1]!);
      this.noise = this.parts.state('noise', noise, { perEnv: true });
    }
    if (config.normalizeRewards)
      this.rewardNormalizer = this.parts.state('rewards', new RewardNormalizer(numEnvs));
    this.noValues = new Float32Array(numEnvs);
    this.registerHooks(hooks);
  }

  /** Gradient steps on the full rollout; returns what they measured. */
  protected abstract update(): Metrics;

  override requireTrainable({ amount, unit }: Budget): void {
    if (unit !== 'steps' || this.learnt.rollouts > 0) return;
    const { capacity, size, layout } = this.rollout;
    if (amount - this.numTimesteps >= capacity - size) return;
    throw new UserError(
      `nSteps: learning begins after a rollout of ${layout.steps} steps in each of ${layout.numEnvs} environments, ${capacity} in all, ` +
        `but training ends after ${amount}; lower nSteps or train longer.`,
    );
  }

  protected iterate(maxSteps: number): void {
    const { rollout, config, env, learnt } = this;
    for (let taken = 0; !rollout.isFull && taken < maxSteps; taken += env.numEnvs) this.collect();
    // The end of training may cut a rollout short: it waits, and `learn` with a larger total goes on with it.
    if (!rollout.isFull) return;
    this.batches.renew();
    const shaped = this.hooks.length > 0 ? this.shape() : {};
    rollout.computeReturns(this.estimate(env.observations), config.gamma, config.gaeLambda);
    this.batches.renew();
    this.applySchedules();
    this.parts.train();
    const metrics = this.update();
    this.parts.eval();
    learnt.rollouts++;
    if (learnt.rollouts % config.logInterval === 0)
      this.log({ ...metrics, ...shaped, ...this.updateMetrics() });
    rollout.clear();
  }

  /** One step of every environment into the rollout. */
  private collect(): void {
    const { env, rollout, policy, noise, collector, config } = this;
    if (noise) this.resampleNoise(noise);
    const mask = this.encodeMask();
    const states = this.encode(env.observations, { isNew: true });
    const { actions, values, logProbs } = this.act(states, { mask, noise });
    const seen = this.normalizer ? (states.data as Float32Array) : env.observations;
    rollout.begin(seen, actions, values, logProbs, env.actionMasks);
    policy.head.toEnv(actions, env.numEnvs, collector.actions);
    const { rewards, terminated, truncated, alive } = this.stepEnvs();
    const scaled =
      this.rewardNormalizer?.normalize(rewards, terminated, truncated, config.gamma, alive) ?? rewards;
    rollout.finish({ rewards: scaled, terminated, truncated, finalValues: this.finalValues() });
    if (alive) rollout.scalar('alive').write(rollout.size - env.numEnvs, alive, 0, env.numEnvs);
    if (rollout.nextObservations) this.storeNext();
    this.afterStep();
  }

  /** Runs after every step of the environments. */
  protected afterStep(): void {}

  private storeNext(): void {
    const { env, rollout } = this;
    const seen = (observations: PackedArray) =>
      this.normalizer ? (this.encode(observations).data as Float32Array) : observations;
    const first = rollout.size - env.numEnvs;
    rollout.nextObservations!.write(first, seen(env.observations), 0, env.numEnvs);
    const ended = (i: number) => env.terminated[i] === 1 || env.truncated[i] === 1;
    for (let i = 0; i < env.numEnvs; i++) {
      if (ended(i)) rollout.nextObservations!.write(first + i, seen(env.finalObservations), i);
    }
  }

  /** Lets the hooks see the rollout, learn, and change its rewards. */
  private shape(): Metrics {
    const { rollout } = this;
    const rows = this.livingRows();
    const { states, actions } = this.batches.take(rows);
    const nextStates = this.batches.nextStates(rows);
    const rewards = buffer([rows.length]);
    rollout.scalars.reward.gather(rows, rewards.data as Float32Array);
    const metrics: Metrics = {};
    this.parts.train();
    for (const hook of this.hooks) {
      hook.onSteps?.(nextStates.data as Float32Array, rows.length);
      Object.assign(metrics, hook.onBatch({ states, actions, rewards, nextStates, isRollout: true }));
    }
    this.parts.eval();
    for (let k = 0; k < rows.length; k++) rollout.scalars.reward.set(rows[k]!, rewards.data[k]!);
    rewards.dispose();
    nextStates.dispose();
    return metrics;
  }

  protected override abandonEpisodes(): void {
    this.rollout.abandonEpisodes();
    this.rewardNormalizer?.returns.fill(0);
  }

  private resampleNoise(noise: StateDependentNoise): void {
    const { length } = this.rollout;
    const { sdeSampleFreq } = this.config;
    const due = sdeSampleFreq > 0 ? length % sdeSampleFreq === 0 : length === 0;
    if (due) noise.resample(this.rng.noise, this.policy.logStd!.data);
  }

  /** V of terminal observations, needed where a time limit cut an episode. */
  private finalValues(): Float32Array {
    const { env } = this;
    return env.truncated.includes(1) ? this.estimate(env.finalObservations) : this.noValues;
  }

  /** Draws the actions of a step of training. */
  protected act(states: Tensor, options: ActOptions): Acted {
    return this.policy.act(states, this.rng.policy, options);
  }

  /** V of what the last step has led to, one observation per sub-environment. */
  protected estimate(observations: PackedArray): Float32Array {
    return this.policy.values(this.encode(observations));
  }

  /** The rows of the rollout to learn from: those of agents that lived. */
  protected livingRows(): Int32Array {
    const { rollout, env } = this;
    const all = Int32Array.from({ length: rollout.size }, (_, row) => row);
    if (!env.alive) return all;
    const alive = rollout.scalar('alive').array;
    return all.filter((row) => alive[row] === 1);
  }

  private updateMetrics(): Metrics {
    const { rollout, policy } = this;
    const logStd = policy.logStd?.toArray();
    const rows = this.env.alive && this.livingRows();
    const living = (name: 'value' | 'return') =>
      rows ? Float32Array.from(rows, (row) => rollout.values(name)[row]!) : rollout.values(name);
    return {
      'train/learning_rate': this.optimizer.lr,
      'train/n_updates': this.learnt.updates,
      'train/explained_variance': explainedVariance(living('value'), living('return')),
      ...(logStd && { 'train/std': logStd.reduce((sum, value) => sum + Math.exp(value), 0) / logStd.length }),
    };
  }
}
