// REINFORCE, the Monte-Carlo policy gradient (Williams 1992), optionally with a learned baseline.
import { scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { nStepReturns, type Trajectory } from '../../memory/index.js';
import { mseLoss } from '../../nn/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import { scope, type Tensor, tensor } from '../../tensor/index.js';
import { ActorCriticAgent } from '../actor-critic-agent.js';
import type { Metrics } from '../agent.js';
import type { Budget } from '../budget.js';
import { assertFinite } from '../diagnosis.js';
import type { ActionIn, EnvSource, ObservationIn } from '../env-agent.js';
import { ObservationEncoder } from '../features/observation-encoder.js';
import { MeanMetrics } from '../mean-metrics.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import { standardize } from '../statistics.js';
import { Trajectories, trajectoryBatch } from '../trajectories.js';
import { type ReinforceConfig, type ReinforceOptions, reinforceSpec } from './config.js';
import { bookWeights } from './weights.js';

/**
 * REINFORCE for every action space: one gradient step per `episodesPerUpdate` whole episodes.
 *
 * A time limit ends an episode like any other end: a Monte-Carlo return cannot see past it. With a baseline the return
 * of a truncated episode goes on with the value of its terminal observation.
 *
 * @example
 * const agent = new Reinforce('CartPole-v1', { baseline: true, seed: 1 });
 * await agent.learn({ totalSteps: 100_000 });
 */
export class Reinforce<E extends EnvSource = EnvSource> extends ActorCriticAgent<
  ReinforceConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = reinforceSpec;
  protected readonly optimizer: Adam;
  private readonly trajectories: Trajectories;
  private readonly learnt = this.parts.counters('learnt', { updates: 0 });
  private readonly measured = this.parts.state('measured', new MeanMetrics());
  /** From stored observations to network inputs. */
  private readonly stored: ObservationEncoder;

  constructor(env: E, options: ReinforceOptions = {}, own: OwnParts = {}) {
    super(env, options, own, ({ baseline }) => (baseline ? 'separate' : 'none'));
    // Hooks act on rollouts, and there are none here.
    requireParts(this.algo, own, ['extractor', 'head']);
    const { config, storedSpace, maskSize } = this;
    const { actionSize, actionType } = this.policy.head;
    this.requireRead(({ baseline, weighting }) => ({
      vfCoef: [baseline, 'the baseline'],
      normalizeReturns: [weighting === 'returns', 'weighting "returns"'],
    }));
    const layout = {
      observationSpace: storedSpace,
      packedSpace: this.env.singleObservationSpace,
      ...{ actionSize, actionType, maskSize },
      rewardType: 'float32' as const,
      columns: { return: { dtype: 'float32' as const } },
    };
    this.trajectories = this.parts.state('trajectories', new Trajectories(this.env, layout), {
      perEnv: true,
    });
    this.stored = new ObservationEncoder(storedSpace);
    this.optimizer = this.parts.optimizer(
      'optimizer',
      new Adam(this.policy, { lr: scheduleValue(config.learningRate, 0) }),
    );
  }

  override requireTrainable({ amount, unit }: Budget): void {
    const { episodesPerUpdate } = this.config;
    // An episode has at least one step.
    if (unit === 'iterations' || this.learnt.updates > 0 || amount >= episodesPerUpdate) return;
    throw new UserError(
      `episodesPerUpdate: learning begins after ${episodesPerUpdate} episodes, but training ends after ${amount} ${unit}; lower it or train longer.`,
    );
  }

  protected iterate(maxSteps: number): void {
    const { trajectories, env, learnt, measured } = this;
    const { episodesPerUpdate, logInterval } = this.config;
    const isDue = () => trajectories.waiting.length >= episodesPerUpdate;
    for (let taken = 0; !isDue() && taken < maxSteps; taken += env.numEnvs) this.collect();
    if (!isDue()) return;
    this.applySchedules();
    this.parts.train();
    measured.add(this.update(trajectories.waiting.map(({ trajectory }) => trajectory)));
    this.parts.eval();
    trajectories.clearWaiting();
    learnt.updates++;
    if (learnt.updates % logInterval !== 0) return;
    this.log({
      ...measured.take(),
      'train/learning_rate': this.optimizer.lr,
      'train/n_updates': learnt.updates,
    });
  }

  private collect(): void {
    const { env, policy, trajectories } = this;
    const states = this.encode(env.observations, { isNew: true });
    const { actions } = policy.act(states, this.rng.policy, { mask: this.encodeMask() });
    const seen = this.normalizer ? (states.data as Float32Array) : env.observations;
    trajectories.begin(seen, actions);
    policy.head.toEnv(actions, env.numEnvs, this.collector.actions);
    trajectories.finish(this.stepEnvs());
    for (let i = 0; i < env.numEnvs; i++) {
      const { end } = trajectories.running[i]!;
      if (end === 'running') continue;
      this.finish(trajectories.running[i]!, end === 'truncated' ? this.valueAfterCut(i) : 0);
      trajectories.setAside(i);
    }
  }

  /** What a truncated episode of sub-environment `i` would still have earned: known with a baseline only. */
  private valueAfterCut(i: number): number {
    if (!this.config.baseline) return 0;
    return this.policy.values(this.encode(this.env.finalObservations))[i]!;
  }

  /** Works out the return of every step. */
  private finish({ rewards, length, store }: Trajectory, bootstrap: number): void {
    const { weighting, gamma } = this.config;
    const returns =
      weighting === 'book' ? bookWeights(length, gamma) : nStepReturns(rewards, { gamma, bootstrap });
    store.scalar('return').write(0, returns, 0, length);
  }

  private update(episodes: readonly Trajectory[]): Metrics {
    const { entCoef, vfCoef, maxGradNorm, lossReduction } = this.config;
    const { states, actions, mask } = trajectoryBatch(episodes, this.stored, this.policy.head);
    const returns = tensor(
      Float32Array.from(
        episodes.flatMap(({ store, length }) => [...store.scalar('return').array.subarray(0, length)]),
      ),
    );
    return scope(() => {
      const { distribution, logProbs, values } = this.policy.evaluate(states, actions, mask);
      // ∇J = E[Σ_t ∇log π(a_t|s_t)·(G_t - b(s_t))]
      const weighted = logProbs.mul(this.weigh(returns, values));
      const entropy = distribution.entropy().mean();
      const policyLoss = (lossReduction === 'sum' ? weighted.sum() : weighted.mean()).neg();
      const valueLoss = values && mseLoss(values, returns);
      let loss = policyLoss.sub(entropy.mul(entCoef));
      if (valueLoss) loss = loss.add(valueLoss.mul(vfCoef));
      const value = assertFinite('loss', loss, { states, returns }, this.policy);
      this.optimizer.zeroGrad();
      loss.backward();
      if (maxGradNorm !== null) clipGradNorm(this.optimizer, maxGradNorm);
      this.optimizer.step();
      return {
        'train/loss': value,
        'train/policy_loss': policyLoss.item(),
        'train/entropy_loss': -entropy.item(),
        ...(valueLoss && { 'train/value_loss': valueLoss.item() }),
      };
    });
  }

  /** The weight of each step's log-probability, held fixed. */
  private weigh(returns: Tensor, values: Tensor | undefined): Tensor {
    const { weighting, normalizeReturns } = this.config;
    const weights = returns.toArray() as Float32Array;
    if (values) {
      const baseline = values.data;
      for (let i = 0; i < weights.length; i++) weights[i]! -= baseline[i]!;
    }
    return tensor(normalizeReturns && weighting === 'returns' ? standardize(weights) : weights);
  }

  protected override abandonEpisodes(): void {
    this.trajectories.abandon();
  }
}
