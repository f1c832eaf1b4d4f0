// What learners from fresh experience share: fill a rollout with the current policy, estimate advantages, update.
import type { Env, VectorEnv } from '../envs/index.js';
import { RolloutBuffer } from '../memory/index.js';
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import { buffer, type Tensor } from '../tensor/index.js';
import type { Acted, ActOptions } from './actor-critic.js';
import { ActorCriticAgent, type ActorCriticConfig } from './actor-critic-agent.js';
import type { Metrics, Snapshot } from './agent.js';
import { RewardNormalizer } from './normalization.js';
import { joinSnapshots, splitSnapshot } from './snapshots.js';
import { StateDependentNoise } from './state-dependent-noise.js';
import { explainedVariance } from './statistics.js';

export interface OnPolicyConfig extends ActorCriticConfig {
  nSteps: number;
  gaeLambda: number;
  sharedNetwork: boolean;
  normalizeRewards: boolean;
  sdeSampleFreq: number;
  logInterval: number;
}

/** A part of the rollout as network inputs and targets. */
export interface Batch {
  states: Tensor;
  actions: Tensor;
  mask: Tensor | undefined;
  logProbs: Tensor;
  values: Tensor;
  advantages: Tensor;
  returns: Tensor;
}

export abstract class OnPolicyAgent<C extends OnPolicyConfig> extends ActorCriticAgent<C> {
  readonly rollout: RolloutBuffer;
  protected updates = 0;
  private iterations = 0;
  private readonly rewardNormalizer: RewardNormalizer | undefined;
  private readonly noise: StateDependentNoise | undefined;
  private readonly actions: PackedArray;
  private readonly noValues: Float32Array;
  private readonly batches = new Map<number, Batch>();

  constructor(env: string | Env | VectorEnv, config: Readonly<C>) {
    super(env, config, config.sharedNetwork ? 'shared' : 'separate');
    const { singleObservationSpace: observations, singleActionSpace: actions, numEnvs } = this.env;
    const { head, logStd } = this.policy;
    // Normalised inputs are stored as the policy saw them, because the statistics move on; others stay packed.
    const inputs = { packedSize: this.encoder.size, packedType: 'float32' as const };
    const { packedSize, packedType } = config.normalizeObservations ? inputs : observations;
    this.rollout = new RolloutBuffer({
      steps: config.nSteps,
      numEnvs,
      observationSize: packedSize,
      observationType: packedType,
      actionSize: head.actionSize,
      actionType: head.actionType,
      maskSize: this.maskSize,
    });
    if (config.actionStd === 'sde' && logStd) {
      this.noise = new StateDependentNoise(numEnvs, logStd.shape[0]!, logStd.shape[1]!);
    }
    if (config.normalizeRewards) this.rewardNormalizer = new RewardNormalizer(numEnvs, config.gamma);
    this.actions = allocatePacked(actions.packedType, numEnvs * actions.packedSize);
    this.noValues = new Float32Array(numEnvs);
  }

  /** Gradient steps on the full rollout; returns what they measured. */
  protected abstract update(): Metrics;

  protected iterate(maxSteps: number): void {
    const { rollout, config, env } = this;
    for (let taken = 0; !rollout.isFull && taken < maxSteps; taken += env.numEnvs) this.collectStep();
    // The end of training may cut a rollout short: it waits, and `learn` with a larger total goes on with it.
    if (!rollout.isFull) return;
    rollout.computeReturns(this.estimate(env.observations), config.gamma, config.gaeLambda);
    this.scheduleRate();
    const metrics = this.update();
    rollout.clear();
    this.iterations++;
    if (this.iterations % config.logInterval === 0) this.log({ ...metrics, ...this.updateMetrics() });
  }

  private collectStep(): void {
    const { env, rollout, policy, noise } = this;
    if (noise) this.resampleNoise(noise);
    const mask = this.encodeMask();
    const states = this.encode(env.observations, { isNew: true });
    const { actions, values, logProbs } = this.act(states, { mask, noise });
    const observations = this.normalizer ? (states.data as Float32Array) : env.observations;
    rollout.begin(observations, actions, values, logProbs, env.actionMasks);
    policy.head.toEnv(actions, env.numEnvs, this.actions);
    env.step(this.actions);
    const { terminated, truncated } = env;
    const rewards = this.rewardNormalizer?.normalize(env.rewards, terminated, truncated) ?? env.rewards;
    rollout.finish({ rewards, terminated, truncated, finalValues: this.finalValues() });
    this.recordStep();
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

  /** The given rows of the rollout; valid until the next call for as many rows. */
  protected batch(rows: Int32Array): Batch {
    const { rollout, encoder } = this;
    const batch = this.batches.get(rows.length) ?? this.allocateBatch(rows.length);
    const inputs = batch.states.data as Float32Array;
    if (this.normalizer) gather(rollout.observations, rows, encoder.size, inputs);
    else encoder.encodeIndices(rollout.observations, rows, inputs);
    gather(rollout.actions, rows, rollout.layout.actionSize, batch.actions.data);
    if (batch.mask) gather(rollout.masks!, rows, this.maskSize, batch.mask.data);
    gather(rollout.logProbs, rows, 1, batch.logProbs.data);
    gather(rollout.values, rows, 1, batch.values.data);
    gather(rollout.advantages, rows, 1, batch.advantages.data);
    gather(rollout.returns, rows, 1, batch.returns.data);
    return batch;
  }

  private allocateBatch(size: number): Batch {
    const { head } = this.policy;
    const batch: Batch = {
      states: buffer([size, this.encoder.size]),
      actions: buffer([size, ...head.actionShape], head.actionType),
      mask: this.maskSize > 0 ? buffer([size, this.maskSize]) : undefined,
      logProbs: buffer([size]),
      values: buffer([size]),
      advantages: buffer([size]),
      returns: buffer([size]),
    };
    this.batches.set(size, batch);
    return batch;
  }

  private updateMetrics(): Metrics {
    const { rollout, policy } = this;
    const logStd = policy.logStd?.toArray();
    return {
      'train/learning_rate': this.optimizer.lr,
      'train/n_updates': this.updates,
      'train/explained_variance': explainedVariance(rollout.values, rollout.returns),
      ...(logStd && { 'train/std': logStd.reduce((sum, value) => sum + Math.exp(value), 0) / logStd.length }),
    };
  }

  protected override saveLearner(): Snapshot {
    const { updates, iterations, noise, rewardNormalizer } = this;
    const parts: Record<string, Snapshot> = {
      policy: super.saveLearner(),
      rollout: this.rollout.saveState() as Snapshot,
    };
    if (noise) parts.noise = { meta: {}, arrays: { matrices: noise.matrices } };
    if (rewardNormalizer) parts.rewards = rewardNormalizer.saveState();
    return joinSnapshots({ updates, iterations }, parts);
  }

  protected override loadLearner(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    super.loadLearner(parts.policy!);
    this.updates = meta.updates as number;
    this.iterations = meta.iterations as number;
    this.rollout.loadState(parts.rollout as Parameters<RolloutBuffer['loadState']>[0]);
    this.noise?.matrices.set(parts.noise!.arrays.matrices!);
    this.rewardNormalizer?.loadState(parts.rewards!);
  }
}

/** Copies rows of `width` numbers. */
function gather(from: PackedArray, rows: Int32Array, width: number, out: PackedArray): void {
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < width; j++) out[i * width + j] = from[rows[i]! * width + j]!;
  }
}
