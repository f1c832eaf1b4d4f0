// REINFORCE, the Monte-Carlo policy gradient (Williams 1992), optionally with a learned baseline.
import type { Env, VectorEnv } from '../../envs/index.js';
import { scheduleValue } from '../../explore/index.js';
import { EpisodeBuffer } from '../../memory/index.js';
import { mseLoss } from '../../nn/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import { allocatePacked, type PackedArray } from '../../spaces/index.js';
import { scope, type Tensor, tensor } from '../../tensor/index.js';
import { ActorCriticAgent } from '../actor-critic-agent.js';
import type { Metrics, Snapshot } from '../agent.js';
import { readAgentFile } from '../agent-file.js';
import { parseConfig } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { MeanMetrics } from '../mean-metrics.js';
import { joinSnapshots, splitSnapshot } from '../snapshots.js';
import { standardize } from '../statistics.js';
import { type ReinforceConfig, type ReinforceOptions, reinforceSchema } from './config.js';
import { bookWeights, discountedReturns } from './weights.js';

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
export class Reinforce extends ActorCriticAgent<ReinforceConfig> {
  readonly algo = 'reinforce';
  protected readonly optimizer: Adam;
  /** Per sub-environment, the episode that is going on. */
  private readonly running: EpisodeBuffer[];
  /** Episodes that wait for the next update. */
  private readonly waiting: EpisodeBuffer;
  private waitingCount = 0;
  private updates = 0;
  private metrics = new MeanMetrics();
  private readonly actions: PackedArray;

  constructor(env: string | Env | VectorEnv, options: ReinforceOptions = {}) {
    const config = parseConfig('reinforce', reinforceSchema, options);
    super(env, config, config.baseline ? 'separate' : 'none');
    const { singleActionSpace: actions, numEnvs } = this.env;
    const layout = {
      observationSize: this.encoder.size,
      observationType: 'float32' as const,
      actionSize: this.policy.head.actionSize,
      actionType: this.policy.head.actionType,
      maskSize: this.maskSize,
    };
    this.running = Array.from({ length: numEnvs }, () => new EpisodeBuffer(layout));
    this.waiting = new EpisodeBuffer(layout);
    this.actions = allocatePacked(actions.packedType, numEnvs * actions.packedSize);
    this.optimizer = new Adam(this.policy, { lr: scheduleValue(config.learningRate, 0) });
  }

  /** Reads an agent written by `save`. */
  static async load(path: string, env: string | Env | VectorEnv): Promise<Reinforce> {
    const { config } = await readAgentFile(path);
    return new Reinforce(env, config as ReinforceOptions).restore(path);
  }

  protected iterate(maxSteps: number): void {
    const { episodesPerUpdate, logInterval } = this.config;
    for (
      let taken = 0;
      this.waitingCount < episodesPerUpdate && taken < maxSteps;
      taken += this.env.numEnvs
    ) {
      this.collectStep();
    }
    if (this.waitingCount < episodesPerUpdate) return;
    this.scheduleRate();
    this.metrics.add(this.update());
    this.waiting.clear();
    this.waitingCount = 0;
    this.updates++;
    if (this.updates % logInterval !== 0) return;
    this.log({
      ...this.metrics.means(),
      'train/learning_rate': this.optimizer.lr,
      'train/n_updates': this.updates,
    });
    this.metrics = new MeanMetrics();
  }

  private collectStep(): void {
    const { env, policy, running } = this;
    const states = this.encode(env.observations, { isNew: true });
    const { actions } = policy.act(states, this.rng.policy, { mask: this.encodeMask() });
    // Inputs are stored as the policy saw them: a normaliser's statistics move on.
    for (const [i, episode] of running.entries())
      episode.add(states.data as Float32Array, actions, env.actionMasks, i);
    policy.head.toEnv(actions, env.numEnvs, this.actions);
    env.step(this.actions);
    running.forEach((episode, i) => {
      episode.rewards[episode.length - 1] = env.rewards[i]!;
      if (env.terminated[i] === 1) this.finish(episode, 0);
      else if (env.truncated[i] === 1) this.finish(episode, this.valueAfterCut(i));
    });
    this.recordStep();
  }

  /** What a truncated episode of sub-environment `i` would still have earned: known with a baseline only. */
  private valueAfterCut(i: number): number {
    if (!this.config.baseline) return 0;
    return this.policy.values(this.encode(this.env.finalObservations))[i]!;
  }

  private finish(episode: EpisodeBuffer, tail: number): void {
    const { weighting, gamma } = this.config;
    const { length } = episode;
    const rewards = episode.rewards.subarray(0, length);
    episode.returns.set(
      weighting === 'book' ? bookWeights(length, gamma) : discountedReturns(rewards, gamma, tail),
    );
    this.waiting.append(episode);
    this.waitingCount++;
    episode.clear();
  }

  private update(): Metrics {
    const { entCoef, vfCoef, maxGradNorm, lossReduction } = this.config;
    const { states, actions, mask, returns } = this.batch();
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
    const weights = returns.toArray();
    if (values) {
      const baseline = values.data;
      for (let i = 0; i < weights.length; i++) weights[i]! -= baseline[i]!;
    }
    return tensor(normalizeReturns && weighting === 'returns' ? standardize(weights) : weights);
  }

  private batch(): { states: Tensor; actions: Tensor; mask: Tensor | undefined; returns: Tensor } {
    const { waiting, encoder, maskSize, policy } = this;
    const rows = waiting.length;
    const { observations, actions, masks, returns } = waiting.saveState();
    const { actionShape } = policy.head;
    return {
      states: tensor(observations!, { shape: [rows, encoder.size] }),
      actions: tensor(actions!, { shape: [rows, ...actionShape], dtype: policy.head.actionType }),
      mask: maskSize > 0 ? tensor(masks!, { shape: [rows, maskSize] }) : undefined,
      returns: tensor(returns!),
    };
  }

  protected override saveLearner(): Snapshot {
    const { updates, waitingCount, metrics } = this;
    const parts: Record<string, Snapshot> = { policy: super.saveLearner() };
    for (const [i, episode] of this.episodeBuffers.entries()) {
      parts[`episode${i}`] = { meta: {}, arrays: episode.saveState() as Snapshot['arrays'] };
    }
    return joinSnapshots({ updates, waitingCount, metrics: metrics.saveState() }, parts);
  }

  protected override loadLearner(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    super.loadLearner(parts.policy!);
    this.updates = meta.updates as number;
    this.waitingCount = meta.waitingCount as number;
    this.metrics.loadState(meta.metrics as ReturnType<MeanMetrics['saveState']>);
    for (const [i, episode] of this.episodeBuffers.entries()) {
      episode.loadState(parts[`episode${i}`]!.arrays as Record<string, PackedArray>);
    }
  }

  protected override abandonEpisodes(): void {
    for (const episode of this.running) episode.clear();
  }

  private get episodeBuffers(): EpisodeBuffer[] {
    return [this.waiting, ...this.running];
  }
}
