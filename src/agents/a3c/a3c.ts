// Asynchronous advantage actor-critic (Mnih et al. 2016, Algorithm S3) and its repeatable variants in one thread.
import { asVectorEnv, type Env, makeVec, type VectorEnv } from '../../envs/index.js';
import { scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import { allocatePacked, type PackedArray } from '../../spaces/index.js';
import { scope, type Tensor, tensor } from '../../tensor/index.js';
import type { LearnOptions, Metrics, PredictOptions, Snapshot, WeightArray } from '../agent.js';
import { readAgentFile } from '../agent-file.js';
import { BaseAgent } from '../base.js';
import { parseConfig } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { MeanMetrics } from '../mean-metrics.js';
import { restoreOptimizer, saveOptimizer } from '../optimizers.js';
import { joinSnapshots, splitSnapshot } from '../snapshots.js';
import { collectWeights, distributeWeights } from '../weights.js';
import type { AsyncTraining } from './async-training.js';
import { type A3CConfig, type A3COptions, a3cSchema } from './config.js';
import { A3CNetwork } from './network.js';
import { normalizeL2, nStepReturns } from './returns.js';
import { Segment, type SegmentLayout } from './segment.js';
import { segmentBatch } from './segment-batch.js';

/** Environment steps that the threads of mode `async` take before callbacks get to see a consistent state. */
const ASYNC_STEPS = 2000;

/**
 * A3C: several workers, each with its own environment and its own optimiser, improve one set of weights.
 *
 * @example
 * const agent = new A3C('CartPole-v1', { workers: 4, mode: 'async', seed: 1 });
 * await agent.learn({ totalSteps: 200_000 });
 */
export class A3C extends BaseAgent<A3CConfig> {
  readonly algo = 'a3c';
  readonly network: A3CNetwork;
  /** Gradient steps so far, over all workers. */
  updates = 0;
  /** Why workers of mode `async` died, if any did. */
  readonly crashes: string[] = [];
  /** One per worker; with mode `sync` only the first is used. */
  protected readonly optimizers: Adam[];
  protected measured = new MeanMetrics();
  private readonly layout: SegmentLayout;
  /** Per worker: the steps since its last complete segment, and complete segments that wait for the others (`sync`). */
  private readonly current: Segment[];
  private readonly waiting: Segment[][];
  private readonly actions: PackedArray;
  private threads: AsyncTraining | undefined;
  /** States of the threads while none are running. */
  private threadStates: (Snapshot | undefined)[] = [];

  constructor(env: string | Env | VectorEnv, options: A3COptions = {}) {
    const config = parseConfig('a3c', a3cSchema, options);
    const vector = typeof env === 'string' ? makeVec(env, { numEnvs: config.workers }) : asVectorEnv(env);
    checkWorkers(options.workers ?? vector.numEnvs, vector);
    super(vector, { ...config, workers: vector.numEnvs });
    const { numEnvs, singleActionSpace, singleObservationSpace } = this.env;
    this.network = new A3CNetwork(this.encoder.size, singleActionSpace, {
      ...config,
      rng: this.rng.init,
    });
    const { actor } = this.network;
    const learners = config.mode === 'inline' ? numEnvs : 1;
    this.optimizers = Array.from(
      { length: learners },
      () => new Adam(this.network, { lr: scheduleValue(config.learningRate, 0) }),
    );
    this.layout = {
      observationSize: singleObservationSpace.packedSize,
      observationType: singleObservationSpace.packedType,
      actionSize: actor.actionSize,
      actionType: actor.actionType,
      maskSize: this.env.actionMasks ? actor.maskSize : 0,
    };
    this.current = Array.from({ length: numEnvs }, () => new Segment(this.layout));
    this.waiting = Array.from({ length: numEnvs }, () => []);
    this.actions = allocatePacked(singleActionSpace.packedType, numEnvs * singleActionSpace.packedSize);
    if (config.mode === 'async' && !this.env.spec) {
      throw new UserError(
        'A3C with mode "async" makes an environment in every thread and needs to know its id: register yours, give the id, and name the registering module in `imports`. Or use mode "inline" or "sync".',
      );
    }
  }

  /** Reads an agent written by `save`. */
  static async load(path: string, env: string | Env | VectorEnv): Promise<A3C> {
    const { config } = await readAgentFile(path);
    return new A3C(env, config as A3COptions).restore(path);
  }

  override async learn(options: LearnOptions): Promise<this> {
    if (this.config.mode !== 'async') return super.learn(options);
    const { AsyncTraining } = await import('./async-training.js');
    this.threads = new AsyncTraining(this, this.threadStates);
    try {
      return await super.learn(options);
    } finally {
      this.threadStates = await this.threads.stop();
      this.threads = undefined;
    }
  }

  protected iterate(maxSteps: number): void | Promise<void> {
    if (this.threads) return this.iterateAsync(this.threads, Math.min(maxSteps, ASYNC_STEPS));
    for (let taken = 0; taken < maxSteps; taken += this.env.numEnvs) {
      this.collectStep();
      if (this.learnFromSegments()) return;
    }
  }

  /** One step of every worker. */
  private collectStep(): void {
    const { env, network, current } = this;
    const { numEnvs } = env;
    const drawn = network.act(
      this.encode(env.observations, numEnvs),
      this.rng.policy,
      this.maskTensor(env.actionMasks, numEnvs),
    );
    for (let i = 0; i < numEnvs; i++) current[i]!.begin(env, i, drawn);
    network.actor.toEnv(drawn, numEnvs, this.actions);
    env.step(this.actions);
    for (let i = 0; i < numEnvs; i++) current[i]!.finish(env, i);
    this.recordStep();
  }

  /** Updates of the workers whose segment is complete, in their order; whether there were any. */
  private learnFromSegments(): boolean {
    const { nSteps, mode } = this.config;
    let learned = false;
    for (const [i, segment] of this.current.entries()) {
      if (segment.end === 'running' && segment.length !== nSteps) continue;
      if (mode === 'sync') {
        this.waiting[i]!.push(segment);
        this.current[i] = new Segment(this.layout);
      } else {
        this.update([segment], this.optimizers[i]!);
        segment.clear();
        learned = true;
      }
    }
    // The synchronous learner waits until every worker has something to contribute.
    if (mode === 'sync' && this.waiting.every((segments) => segments.length > 0)) {
      this.update(this.waiting.flat(), this.optimizers[0]!);
      for (const segments of this.waiting) segments.length = 0;
      learned = true;
    }
    return learned;
  }

  /** One gradient step: ∇ Σ [ -log π(a|s)·(R - V(s)) + c·(R - V(s))² - β·H(π(·|s)) ]. */
  protected update(segments: Segment[], optimizer: Adam): void {
    const { vfCoef, entCoef, maxGradNorm, mode, learningRate, logInterval } = this.config;
    const returns = tensor(Float32Array.from(segments.flatMap((segment) => [...this.returns(segment)])));
    const { states, actions, mask } = segmentBatch(segments, this.encoder, this.network.actor.actionShape);
    optimizer.lr = scheduleValue(learningRate, this.progress);
    const share = mode === 'sync' ? 1 / this.env.numEnvs : 1;
    scope(() => {
      const { policy, values } = this.network.forward(states, mask);
      const advantages = returns.sub(values);
      const actorLoss = policy.logProb(actions).mul(advantages.detach()).sum().neg();
      const criticLoss = advantages.square().sum();
      const entropy = policy.entropy().sum();
      const loss = actorLoss.add(criticLoss.mul(vfCoef)).sub(entropy.mul(entCoef)).mul(share);
      const value = assertFinite('loss', loss, { states, returns }, this.network);
      optimizer.zeroGrad();
      loss.backward();
      if (maxGradNorm !== null) clipGradNorm(optimizer, maxGradNorm);
      optimizer.step();
      this.measured.add({
        'train/loss': value,
        'train/actor_loss': actorLoss.item(),
        'train/critic_loss': criticLoss.item(),
        'train/entropy': entropy.item() / states.shape[0]!,
      });
    });
    this.updates++;
    if (this.updates % logInterval === 0) this.logUpdates();
  }

  /** Value targets of a segment's steps. */
  private returns(segment: Segment): Float64Array {
    const { gamma, returnNorm, returnScale, terminalReward, penalizeTruncation } = this.config;
    const rewards = segment.rewards.slice(0, segment.length);
    const punished = segment.end === 'terminated' || (segment.end === 'truncated' && penalizeTruncation);
    if (terminalReward !== null && punished) rewards[rewards.length - 1] = terminalReward;
    if (returnNorm === 'scale') for (let t = 0; t < rewards.length; t++) rewards[t]! *= returnScale;
    const returns = nStepReturns(rewards, { gamma, bootstrap: this.bootstrap(segment) });
    return returnNorm === 'l2' ? normalizeL2(returns) : returns;
  }

  private bootstrap({ observations, next, end, length }: Segment): number {
    const { bootstrap, nSteps } = this.config;
    if (bootstrap === 'next') return end === 'terminated' ? 0 : this.valueAt(next, 0);
    // The listing keeps V of the last step that did not end the episode; its Monte Carlo version has none.
    const row = end === 'running' ? length - 1 : length - 2;
    if (bootstrap === 'none' || nSteps === null || row < 0) return 0;
    return this.valueAt(observations, row);
  }

  private valueAt(observations: PackedArray, row: number): number {
    const { packedSize } = this.env.singleObservationSpace;
    const one = observations.subarray(row * packedSize, (row + 1) * packedSize);
    return this.network.values(this.encode(one, 1))[0]!;
  }

  private encode(observations: PackedArray, count: number): Tensor {
    const states = new Float32Array(count * this.encoder.size);
    this.encoder.encodeRows(observations, count, states);
    return tensor(states, { shape: [count, this.encoder.size] });
  }

  private maskTensor(masks: Uint8Array | undefined, count: number): Tensor | undefined {
    const { maskSize } = this.network.actor;
    return masks && maskSize > 0 ? tensor(masks, { shape: [count, maskSize] }) : undefined;
  }

  /** Most probable actions; with `deterministic: false`, samples of the policy. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    options: PredictOptions = {},
  ): void {
    const { deterministic = true, actionMask } = options;
    const states = this.encode(observations, count);
    const drawn = this.network.act(
      states,
      this.rng.policy,
      this.maskTensor(actionMask, count),
      deterministic,
    );
    this.network.actor.toEnv(drawn, count, out);
  }

  /** Lets the threads take `steps` steps and takes over what they learned and saw. */
  private async iterateAsync(threads: AsyncTraining, steps: number): Promise<void> {
    const { updates } = this;
    const round = await threads.run(steps, this.numTimesteps, this.totalSteps);
    for (const reason of round.crashes) {
      this.crashes.push(reason);
      console.error(`${reason} ${threads.alive} of ${this.env.numEnvs} workers go on.`);
    }
    for (const episode of round.episodes) {
      this.episodes.remember(episode);
      this.recordEpisode(episode);
    }
    this.numTimesteps += round.steps;
    this.updates += round.updates;
    for (const row of round.measured) this.measured.add(row);
    const { logInterval } = this.config;
    if (Math.floor(this.updates / logInterval) > Math.floor(updates / logInterval)) this.logUpdates();
  }

  private logUpdates(): void {
    const metrics: Metrics = { ...this.measured.means(), 'train/n_updates': this.updates };
    if (this.threads) metrics['train/workers'] = this.threads.alive;
    this.log({ ...metrics, 'train/learning_rate': this.learningRate });
    this.measured = new MeanMetrics();
  }

  /** The step size now. */
  private get learningRate(): number {
    return scheduleValue(this.config.learningRate, this.progress);
  }

  status(): Record<string, number> {
    return { lr: this.learningRate };
  }

  weights(): Record<string, WeightArray> {
    return collectWeights({ network: this.network });
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    distributeWeights({ network: this.network }, weights);
  }

  protected saveLearner(): Snapshot {
    const { updates } = this;
    const parts: Record<string, Snapshot> = {};
    if (this.config.mode === 'async') {
      const states = this.threads ? this.threads.states() : this.threadStates;
      for (const [i, state] of states.entries()) if (state) parts[`thread${i}`] = state;
    } else {
      for (const [i, optimizer] of this.optimizers.entries()) {
        parts[`learner${i}`] = saveOptimizer({ meta: {}, arrays: {} }, optimizer);
      }
      for (const [i, segment] of this.current.entries()) {
        for (const [k, one] of [segment, ...this.waiting[i]!].entries()) {
          parts[`segment${i}-${k}`] = one.saveState() as Snapshot;
        }
      }
    }
    return joinSnapshots({ updates, measured: this.measured.saveState() }, parts);
  }

  protected override abandonEpisodes(): void {
    for (const segment of this.current) segment.clear();
  }

  protected loadLearner(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    this.updates = meta.updates as number;
    this.measured.loadState(meta.measured as ReturnType<MeanMetrics['saveState']>);
    this.threadStates = this.current.map((_, i) => parts[`thread${i}`]);
    if (this.config.mode === 'async') return;
    for (const [i, optimizer] of this.optimizers.entries())
      restoreOptimizer(parts[`learner${i}`]!, optimizer);
    for (let i = 0; i < this.current.length; i++) {
      const segments: Segment[] = [];
      for (let k = 0; parts[`segment${i}-${k}`]; k++) {
        const state = parts[`segment${i}-${k}`] as ReturnType<Segment['saveState']>;
        segments.push(Segment.fromState(this.layout, state));
      }
      const [current, ...waiting] = segments;
      this.current[i] = current!;
      this.waiting[i] = waiting;
    }
  }
}

function checkWorkers(workers: number, { numEnvs }: VectorEnv): void {
  if (workers === numEnvs) return;
  throw new UserError(
    `workers: ${workers} workers need a vector of ${workers} environments, got one of ${numEnvs}; pass one of ${workers} (--num-envs ${workers}), or leave workers out`,
  );
}
