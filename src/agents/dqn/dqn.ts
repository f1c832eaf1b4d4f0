// Deep Q-learning (Mnih et al. 2015, Algorithm 1), optionally with double Q-learning (van Hasselt et al. 2016).
import type { Env, VectorEnv } from '../../envs/index.js';
import { epsilonAt, scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { huberLoss, mseLoss, type Sequential } from '../../nn/index.js';
import { clipGradNorm, type Optimizer, polyakUpdate } from '../../optim/index.js';
import { Discrete, type PackedArray } from '../../spaces/index.js';
import { buffer, noGrad, scope, type Tensor } from '../../tensor/index.js';
import type { PredictOptions, Snapshot, WeightArray } from '../agent.js';
import { readAgentFile } from '../agent-file.js';
import { parseConfig } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { argmaxRow, randomAction } from '../masking.js';
import { mlp } from '../networks.js';
import { OffPolicyAgent } from '../off-policy.js';
import { makeOptimizer, restoreOptimizer, saveOptimizer } from '../optimizers.js';
import { collectWeights, distributeWeights } from '../weights.js';
import { type DQNConfig, type DQNOptions, dqnSchema } from './config.js';

/**
 * DQN for discrete actions.
 *
 * @example
 * const agent = new DQN('CartPole-v1', { learningRate: 1e-3, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * agent.predict(observation);
 */
export class DQN extends OffPolicyAgent<DQNConfig> {
  readonly algo = 'dqn';
  readonly qNetwork: Sequential;
  readonly targetNetwork: Sequential;
  private readonly optimizer: Optimizer;
  private readonly actionCount: number;
  /** The first action: outputs of the network count from 0. */
  private readonly firstAction: number;
  private readonly batch: {
    states: Tensor;
    actions: Tensor;
    rewards: Tensor;
    nextStates: Tensor;
    alive: Tensor;
  };
  private actInput: Tensor;

  constructor(env: string | Env | VectorEnv, options: DQNOptions = {}) {
    super(env, parseConfig('dqn', dqnSchema, options));
    const space = this.env.singleActionSpace;
    if (!(space instanceof Discrete)) {
      throw new UserError(
        `DQN needs a Discrete action space, got ${space.kind}; use an actor-critic such as ppo or a2c`,
      );
    }
    const { hiddenSizes, activation, batchSize } = this.config;
    const inputs = this.encoder.size;
    this.actionCount = space.n;
    this.firstAction = space.start;
    this.qNetwork = mlp(inputs, hiddenSizes, space.n, { activation, rng: this.rng.init });
    this.targetNetwork = mlp(inputs, hiddenSizes, space.n, { activation, rng: this.rng.init });
    this.targetNetwork.loadStateDict(this.qNetwork.stateDict());
    this.optimizer = makeOptimizer(
      this.config.optimizer,
      this.qNetwork,
      scheduleValue(this.config.learningRate, 0),
    );
    this.batch = {
      states: buffer([batchSize, inputs]),
      actions: buffer([batchSize, 1], 'int32'),
      rewards: buffer([batchSize]),
      nextStates: buffer([batchSize, inputs]),
      alive: buffer([batchSize]),
    };
    this.actInput = buffer([this.env.numEnvs, inputs]);
  }

  /** Reads an agent written by `save`. */
  static async load(path: string, env: string | Env | VectorEnv): Promise<DQN> {
    const { config } = await readAgentFile(path);
    return new DQN(env, config as DQNOptions).restore(path);
  }

  /** ε now. */
  get epsilon(): number {
    const c = this.config;
    const elapsed = c.explorationUnit === 'step' ? this.numTimesteps : this.numEpisodes;
    return epsilonAt(
      {
        schedule: c.explorationSchedule,
        unit: c.explorationUnit,
        initial: c.explorationInitialEps,
        final: c.explorationFinalEps,
        horizon:
          c.explorationUnit === 'step' ? c.explorationFraction * this.totalSteps : c.explorationEpisodes,
        decay: c.explorationDecay,
      },
      elapsed,
    );
  }

  protected update(): number {
    const { gamma, doubleQ, loss: lossName, maxGradNorm } = this.config;
    this.loadBatch();
    const { states, actions, rewards, nextStates, alive } = this.batch;
    this.optimizer.lr = scheduleValue(this.config.learningRate, this.progress);
    return scope(() => {
      // y = r + γ·max_a Q_target(s', a), and just r where the task ended.
      const targets = noGrad(() => {
        const nextQ = this.targetNetwork.forward(nextStates);
        const best = doubleQ
          ? nextQ.gather(1, this.qNetwork.forward(nextStates).argmax(1, true)).squeeze(1)
          : nextQ.max(1).values;
        return rewards.add(best.mul(alive).mul(gamma));
      });
      const q = this.qNetwork.forward(states).gather(1, actions).squeeze(1);
      const loss = lossName === 'huber' ? huberLoss(q, targets) : mseLoss(q, targets);
      const value = assertFinite('loss', loss, { states, rewards, nextStates }, this.qNetwork);
      this.optimizer.zeroGrad();
      loss.backward();
      clipGradNorm(this.optimizer, maxGradNorm);
      this.optimizer.step();
      return value;
    });
  }

  private loadBatch(): void {
    const { replay, batch, indices } = this;
    this.encoder.encodeIndices(replay.observations, indices, batch.states.data as Float32Array);
    this.encoder.encodeIndices(replay.nextObservations, indices, batch.nextStates.data as Float32Array);
    const [actions, rewards, alive] = [batch.actions.data, batch.rewards.data, batch.alive.data];
    for (let i = 0; i < indices.length; i++) {
      actions[i] = replay.actions[indices[i]] - this.firstAction;
      rewards[i] = replay.rewards[indices[i]];
      alive[i] = 1 - replay.terminated[indices[i]];
    }
  }

  protected explore(): void {
    const { env, rng, actionCount } = this;
    const masks = env.actionMasks;
    const epsilon = this.numTimesteps < this.config.learningStarts ? 1 : this.epsilon;
    const { firstAction } = this;
    const greedy: number[] = [];
    for (let i = 0; i < env.numEnvs; i++) {
      if (rng.policy.random() < epsilon)
        this.actions[i] = firstAction + randomAction(rng.policy, i, actionCount, masks);
      else greedy.push(i);
    }
    if (greedy.length === 0) return;
    const values = this.qValues(env.observations, env.numEnvs);
    for (const i of greedy) this.actions[i] = firstAction + argmaxRow(values, i, actionCount, masks);
  }

  protected afterStep(): void {
    const { targetUpdateInterval, tau } = this.config;
    const { numEnvs } = this.env;
    const interval = Math.max(Math.floor(targetUpdateInterval / numEnvs), 1) * numEnvs;
    if (this.numTimesteps % interval === 0) polyakUpdate(this.qNetwork, this.targetNetwork, tau);
  }

  /** Q(s, ·) of `count` packed observations, `count × actions`; valid until the next call. */
  qValues(observations: PackedArray, count: number): Float32Array {
    if (this.actInput.shape[0] !== count) this.actInput = buffer([count, this.encoder.size]);
    this.encoder.encodeRows(observations, count, this.actInput.data as Float32Array);
    return scope(() => noGrad(() => this.qNetwork.forward(this.actInput).toArray()));
  }

  /** Greedy actions; with `deterministic: false`, ε-greedy with the current ε. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    options: PredictOptions = {},
  ): void {
    const values = this.qValues(observations, count);
    const { actionCount: n } = this;
    const { policy: rng } = this.rng;
    const masks = options.actionMask;
    for (let i = 0; i < count; i++) {
      const explores = options.deterministic === false && rng.random() < this.epsilon;
      out[i] =
        this.firstAction + (explores ? randomAction(rng, i, n, masks) : argmaxRow(values, i, n, masks));
    }
  }

  protected override trainMetrics(): Record<string, number> {
    return {
      'rollout/exploration_rate': this.epsilon,
      'train/learning_rate': this.optimizer.lr,
      ...super.trainMetrics(),
    };
  }

  status(): Record<string, number> {
    return { ε: this.epsilon };
  }

  private get networks(): Record<string, Sequential> {
    return { q_net: this.qNetwork, q_net_target: this.targetNetwork };
  }

  weights(): Record<string, WeightArray> {
    return collectWeights(this.networks);
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    distributeWeights(this.networks, weights);
  }

  protected override saveLearner(): Snapshot {
    return saveOptimizer(super.saveLearner(), this.optimizer);
  }

  protected override loadLearner(snapshot: Snapshot): void {
    super.loadLearner(snapshot);
    restoreOptimizer(snapshot, this.optimizer);
  }
}
