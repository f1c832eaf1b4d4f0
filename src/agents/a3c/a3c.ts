// Asynchronous advantage actor-critic (Mnih et al. 2016, Algorithm S3) and its repeatable variants in one thread.
import { asVectorEnv, type Env, type VectorEnv } from '../../envs/index.js';
import { scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { joinSnapshots, splitSnapshot } from '../../io/snapshot.js';
import type { Trajectory } from '../../memory/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import type { PackedArray } from '../../spaces/index.js';
import { scope, type Tensor, tensor } from '../../tensor/index.js';
import type { LearnOptions, Metrics, PredictOptions, Snapshot, Stateful } from '../agent.js';
import { parseConfig } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { type ActionIn, EnvAgent, type EnvSource, type ObservationIn } from '../env-agent.js';
import { extractor } from '../features/index.js';
import { passed } from '../intervals.js';
import { MeanMetrics } from '../mean-metrics.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import { Trajectories, trajectoryBatch } from '../trajectories.js';
import type { AsyncTraining } from './async-training.js';
import { type A3CConfig, type A3COptions, a3cSchema, a3cSpec } from './config.js';
import { A3CNetwork } from './network.js';
import { segmentReturns } from './returns.js';

/** Environment steps that the threads of mode `async` take before callbacks get to see a consistent state. */
const ASYNC_STEPS = 2000;

/**
 * A3C: several workers, each with its own environment and its own optimiser, improve one set of weights.
 *
 * @example
 * const agent = new A3C('CartPole-v1', { workers: 4, mode: 'async', seed: 1 });
 * await agent.learn({ totalSteps: 200_000 });
 */
export class A3C<E extends EnvSource = EnvSource> extends EnvAgent<A3CConfig, ObservationIn<E>, ActionIn<E>> {
  static override readonly spec = a3cSpec;
  readonly network: A3CNetwork;
  /** Why workers of mode `async` died, if any did. */
  readonly crashes: string[] = [];
  /** How each thread of the last training of mode `async` ended: 0 is well. */
  exitCodes: readonly number[] = [];
  /** One per worker; with mode `sync` only the first is used. */
  protected readonly optimizers: Adam[];
  protected readonly measured = this.parts.state('measured', new MeanMetrics());
  protected readonly learnt = this.parts.counters('learnt', { updates: 0 });
  private readonly trajectories: Trajectories;
  private threads: AsyncTraining | undefined;
  /** States of the threads while none are running. */
  private threadStates: (Snapshot | undefined)[] = [];

  constructor(env: E, options: A3COptions = {}, own: OwnParts = {}) {
    super(typeof env === 'string' || typeof env === 'function' ? workersOf(env, options) : env, options);
    requireParts(this.algo, own, ['extractor']);
    requireWorkers(options.workers, this.env);
    (this as { config: A3CConfig }).config = { ...this.config, workers: this.env.numEnvs };
    const { config, env: envs } = this;
    const { singleActionSpace, singleObservationSpace: space } = envs;
    const rng = this.rng.init;
    const reader = own.extractor?.(space, rng) ?? extractor(space, config.features, rng);
    this.network = this.parts.network(
      'network',
      new A3CNetwork(reader, singleActionSpace, { ...config, rng }),
    );
    const learners = config.mode === 'inline' ? envs.numEnvs : config.mode === 'sync' ? 1 : 0;
    this.optimizers = Array.from({ length: learners }, (_, i) =>
      this.parts.optimizer(
        `learner-${i}`,
        new Adam(this.network, { lr: scheduleValue(config.learningRate, 0) }),
      ),
    );
    const { actionSize, actionType, maskSize } = this.network.actor;
    const layout = {
      ...{ observationSpace: space, packedSpace: space, actionSize, actionType },
      maskSize: envs.actionMasks ? maskSize : 0,
    };
    this.trajectories = this.parts.state('trajectories', new Trajectories(envs, layout), { perEnv: true });
    // Threads save themselves: environment, segment and optimiser of each.
    const threads: Stateful = {
      saveState: () => joinSnapshots({}, byIndex(this.threads ? this.threads.states() : this.threadStates)),
      loadState: (snapshot) => {
        const { parts } = splitSnapshot(snapshot);
        this.threadStates = Array.from({ length: envs.numEnvs }, (_, i) => parts[i]);
      },
    };
    this.parts.state('threads', threads, { perEnv: true });
    if (config.mode === 'async' && !envs.spec) {
      throw new UserError(
        'A3C with mode "async" makes an environment in every thread and needs to know its id: register yours, give the id, and name the registering module in `imports`. Or use mode "inline" or "sync".',
      );
    }
  }

  /** Gradient steps so far, over all workers. */
  get updates(): number {
    return this.learnt.updates;
  }

  override async learn(options: LearnOptions): Promise<this> {
    if (this.config.mode !== 'async') return super.learn(options);
    const { AsyncTraining } = await import('./async-training.js');
    this.threads = new AsyncTraining(this, this.threadStates);
    try {
      return await super.learn(options);
    } finally {
      this.threadStates = await this.threads.stop();
      this.exitCodes = await this.threads.exitCodes;
      this.threads = undefined;
    }
  }

  protected iterate(maxSteps: number): void | Promise<void> {
    if (this.threads) return this.iterateAsync(this.threads, Math.min(maxSteps, ASYNC_STEPS));
    for (let taken = 0; taken < maxSteps; taken += this.env.numEnvs) {
      this.collect();
      if (this.learnFromSegments()) return;
    }
  }

  /** One step of every worker. */
  private collect(): void {
    const { env, network } = this;
    const drawn = network.act(
      this.encode(env.observations, env.numEnvs),
      this.rng.policy,
      this.maskTensor(env.actionMasks, env.numEnvs),
    );
    this.trajectories.begin(env.observations, drawn);
    network.actor.toEnv(drawn, env.numEnvs, this.collector.actions);
    this.trajectories.finish(this.stepEnvs());
  }

  /** Updates of the workers whose segment is complete, in their order; whether there were any. */
  private learnFromSegments(): boolean {
    const { trajectories, optimizers } = this;
    const { nSteps, mode } = this.config;
    let learned = false;
    this.parts.train();
    for (const [i, segment] of trajectories.running.entries()) {
      if (segment.end === 'running' && segment.length !== nSteps) continue;
      if (mode === 'sync') trajectories.setAside(i);
      else {
        this.update([segment], optimizers[i]!);
        segment.clear();
        learned = true;
      }
    }
    // The synchronous learner waits until every worker has something to contribute.
    const { waiting } = trajectories;
    if (mode === 'sync' && new Set(waiting.map(({ env }) => env)).size === this.env.numEnvs) {
      const byWorker = [...waiting].sort((a, b) => a.env - b.env);
      this.update(
        byWorker.map(({ trajectory }) => trajectory),
        optimizers[0]!,
      );
      trajectories.clearWaiting();
      learned = true;
    }
    this.parts.eval();
    return learned;
  }

  /** One gradient step: ∇ Σ [ -log π(a|s)·(R - V(s)) + c·(R - V(s))² - β·H(π(·|s)) ]. */
  protected update(segments: Trajectory[], optimizer: Adam): void {
    const { vfCoef, entCoef, maxGradNorm, mode, logInterval } = this.config;
    const returns = tensor(Float32Array.from(segments.flatMap((segment) => [...this.returns(segment)])));
    const { states, actions, mask } = trajectoryBatch(segments, this.encoder, this.network.actor);
    optimizer.lr = this.learningRate;
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
    this.learnt.updates++;
    if (this.updates % logInterval === 0) this.logUpdates();
  }

  /** Value targets of a segment's steps. */
  private returns(segment: Trajectory): Float64Array {
    const { encoder, network } = this;
    const states = new Float32Array(encoder.size);
    const value = () => network.values(tensor(states, { shape: [1, encoder.size] }))[0]!;
    return segmentReturns(segment, this.config, {
      ofNext: () => {
        encoder.encodeRows(segment.next, 1, states);
        return value();
      },
      ofRow: (row) => {
        encoder.encodeColumns(segment.observations.columns, [row], states);
        return value();
      },
    });
  }

  private encode(observations: PackedArray, count: number): Tensor {
    const states = new Float32Array(count * this.encoder.size);
    this.encoder.encodeRows(observations, count, states);
    return tensor(states, { shape: [count, this.encoder.size] });
  }

  private maskTensor(masks: Uint8Array | undefined, count: number): Tensor | undefined {
    const { maskSize } = this.network.actor;
    if (!masks || maskSize === 0) return undefined;
    this.requireMasks(masks, count);
    return tensor(masks, { shape: [count, maskSize] });
  }

  /** Most probable actions; with `deterministic: false`, samples of the policy. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    const states = this.encode(observations, count);
    const mask = this.maskTensor(actionMask, count);
    const drawn = this.network.act(states, this.rng.policy, mask, deterministic);
    this.network.actor.toEnv(drawn, count, out);
  }

  /** Lets the threads take `steps` steps and takes over what they learned and saw. */
  private async iterateAsync(threads: AsyncTraining, steps: number): Promise<void> {
    const { updates } = this;
    const round = await threads.run(steps, this.numTimesteps, this.budget.amount);
    for (const reason of round.crashes) {
      this.crashes.push(reason);
      console.error(`${reason} ${threads.alive} of ${this.env.numEnvs} workers go on.`);
    }
    for (const episode of round.episodes) {
      this.episodes.remember(episode);
      this.recordEpisode(episode);
    }
    this.count.steps += round.steps;
    this.learnt.updates += round.updates;
    for (const row of round.measured) this.measured.add(row);
    if (passed(this.config.logInterval, updates, this.updates)) this.logUpdates();
  }

  private logUpdates(): void {
    const metrics: Metrics = { ...this.measured.take(), 'train/n_updates': this.updates };
    if (this.threads) metrics['train/workers'] = this.threads.alive;
    this.log({ ...metrics, 'train/learning_rate': this.learningRate });
  }

  /** The step size now. */
  private get learningRate(): number {
    return scheduleValue(this.config.learningRate, this.progress);
  }

  status(): Record<string, number> {
    return { lr: this.learningRate };
  }

  protected override abandonEpisodes(): void {
    this.trajectories.abandon();
  }
}

/** States by the number of their thread; those that died have none. */
function byIndex(states: readonly (Snapshot | undefined)[]): Record<string, Snapshot> {
  return Object.fromEntries(states.flatMap((state, i) => (state ? [[i, state]] : [])));
}

/** An environment for each worker; a vector brings its own number of them. */
function workersOf(env: string | (() => Env), options: A3COptions): VectorEnv {
  const { workers } = parseConfig('a3c', a3cSchema, options);
  return asVectorEnv(env, { numEnvs: workers });
}

function requireWorkers(workers: number | undefined, { numEnvs }: VectorEnv): void {
  if (workers === undefined || workers === numEnvs) return;
  throw new UserError(
    `workers: ${workers} workers need a vector of ${workers} environments, got one of ${numEnvs}; pass one of ${workers} (--num-envs ${workers}), or leave workers out`,
  );
}
