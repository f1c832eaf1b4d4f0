// A contextual bandit with a network that predicts what each arm pays (Zai & Brown 2020, section 2.5).
import * as z from 'zod';
import { type ScheduleSpec, scheduleValue } from '../../explore/index.js';
import { lazily } from '../../io/lazily.js';
import type { Transitions } from '../../memory/index.js';
import { ReLU, Sequential } from '../../nn/index.js';
import type { Optimizer } from '../../optim/index.js';
import type { PackedArray } from '../../spaces/index.js';
import { buffer, noGrad, scope, type Tensor } from '../../tensor/index.js';
import type { Metrics, PredictOptions } from '../agent.js';
import { type AgentSpec, commonShape, scheduleSchema } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { drawSoftmax } from '../draws.js';
import type { EnvSource } from '../env-agent.js';
import { featuresSchema } from '../features/extractor.js';
import { bestAction, randomAction } from '../masking.js';
import { MeanMetrics } from '../mean-metrics.js';
import { NetworkInputs } from '../network-inputs.js';
import { makeOptimizer } from '../optimizers.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import { qNetwork } from '../q-network.js';
import { shareSchedule } from '../tabular/config.js';
import { temperatureSchema } from './config.js';
import { PlayAgent } from './play-agent.js';

const neuralBanditSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    hiddenSizes: commonShape.hiddenSizes
      .unwrap()
      .default([100])
      .describe('Units of each hidden layer. Source: Zai & Brown (2020), listing 2.1.'),
    features: featuresSchema.clone(),
    activation: z.enum(['relu', 'tanh']).default('relu').describe('Nonlinearity between layers.'),
    outputActivation: z
      .enum(['none', 'relu'])
      .default('none')
      .describe(
        'relu: predictions below 0 are 0, and get no gradient any more; kept for the listing of the book.',
      ),
    learningRate: scheduleSchema
      .default(1e-3)
      .describe(
        'Step size of the optimiser (Adam); a number or a schedule. Source: Zai & Brown (2020), listing 2.1.',
      ),
    exploration: z
      .enum(['softmax', 'epsilon-greedy'])
      .default('softmax')
      .describe('How arms are chosen while training. Source: Zai & Brown (2020), section 2.5.'),
    temperature: temperatureSchema(1).describe(
      'Softmax: τ, in the unit of rewards; low takes the best arm, high any. A number or a schedule.',
    ),
    epsilon: shareSchedule(0.1).describe('ε-greedy: chance of any arm; a number or a schedule.'),
    logInterval: z.int().positive().default(100).describe('Plays between rows of metrics.'),
  }),
);

export const neuralBanditSpec = {
  id: 'neural-bandit',
  schema: neuralBanditSchema,
  mutable: ['learningRate', 'temperature', 'epsilon', 'logInterval'],
} satisfies AgentSpec;

export interface NeuralBanditConfig extends z.output<typeof neuralBanditSchema> {
  learningRate: ScheduleSpec;
}
export type NeuralBanditOptions = z.input<typeof neuralBanditSchema>;

/**
 * After each play the prediction for the arm that was played moves towards what it paid; those of other arms are left.
 *
 * @example const agent = await new NeuralBandit('AdPlacement-v0').learn({ totalSteps: 10_000 });
 */
export class NeuralBandit<E extends EnvSource = EnvSource> extends PlayAgent<NeuralBanditConfig, E> {
  static override readonly spec = neuralBanditSpec;
  readonly network: Sequential;
  private readonly optimizer: Optimizer;
  private readonly measured = this.parts.state('measured', new MeanMetrics());
  private readonly inputs: NetworkInputs;
  /** Inputs of the plays that are learnt from next. */
  private seen: Tensor | undefined;
  private readonly chosen: Tensor;
  private readonly targets: Tensor;
  /** 1 for rows that are learnt from, where some may not be. */
  private readonly living: Tensor | undefined;

  constructor(env: E, options: NeuralBanditOptions = {}, own: OwnParts = {}) {
    super(env, options);
    requireParts(this.algo, own, ['extractor', 'head']);
    const { config, actions, encoder, rng } = this;
    this.requireRead(({ exploration }) => ({
      temperature: [exploration === 'softmax', 'exploration "softmax"'],
      epsilon: [exploration === 'epsilon-greedy', 'exploration "epsilon-greedy"'],
    }));
    const { numEnvs, singleObservationSpace } = this.env;
    const net = qNetwork(singleObservationSpace, actions, { ...config, rng: rng.init }, own);
    const outputs = config.outputActivation === 'relu' ? [new ReLU()] : [];
    this.network = this.parts.network('network', new Sequential(...net.layers, ...outputs));
    this.optimizer = this.parts.optimizer(
      'optimizer',
      makeOptimizer('adam', this.network, scheduleValue(config.learningRate, 0)),
    );
    this.inputs = new NetworkInputs(encoder, undefined, numEnvs);
    this.chosen = buffer([numEnvs, 1], 'int32');
    this.targets = buffer([numEnvs, 1]);
    if (this.env.alive) this.living = buffer([numEnvs, 1]);
  }

  private get temperature(): number {
    return scheduleValue(this.config.temperature, this.progress);
  }

  private get epsilon(): number {
    return scheduleValue(this.config.epsilon, this.progress);
  }

  /** What each arm is predicted to pay, `count × arms`. */
  private predicted(inputs: Tensor) {
    return scope(() => noGrad(() => this.network.forward(inputs).toArray()));
  }

  private explore(values: ArrayLike<number>, i: number, masks: ArrayLike<number> | undefined): number {
    const { n, rng, config } = this;
    if (config.exploration === 'softmax')
      return drawSoftmax(values, i * n, n, masks, i * n, this.temperature, rng.policy);
    if (rng.policy.random() < this.epsilon) return randomAction(rng.policy, i, n, masks);
    return bestAction(values, i * n, n, masks, i * n);
  }

  protected choose(): void {
    const { env, collector, actions, chosen } = this;
    this.seen = this.inputs.of(env.observations, env.numEnvs);
    const values = this.predicted(this.seen);
    for (let i = 0; i < env.numEnvs; i++) {
      chosen.data[i] = this.explore(values, i, env.actionMasks);
      collector.actions[i] = actions.start + chosen.data[i]!;
    }
  }

  /** One gradient step on the sum of squared errors of all environments. */
  protected learnFrom({ rewards, alive }: Transitions): void {
    const { network, optimizer, seen: inputs, chosen, targets, living, config, parts } = this;
    optimizer.lr = scheduleValue(config.learningRate, this.progress);
    for (let i = 0; i < rewards.length; i++) targets.data[i] = rewards[i]!;
    if (alive) living!.data.set(alive);
    parts.train();
    const loss = scope(() => {
      let errors = network.forward(inputs!).gather(1, chosen).sub(targets).pow(2);
      if (living) errors = errors.mul(living);
      const sum = errors.sum();
      optimizer.zeroGrad();
      sum.backward();
      const value = assertFinite('loss', sum, { inputs: inputs!, rewards: targets }, network);
      optimizer.step();
      return value;
    });
    parts.eval();
    this.measured.add({ 'train/loss': loss / rewards.length });
  }

  protected override trainMetrics(): Metrics {
    return {
      ...this.measured.take(),
      'train/learning_rate': this.optimizer.lr,
      ...this.status(),
    };
  }

  /** The arm that is predicted to pay most; with `deterministic: false`, as in training. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const values = this.predicted(this.inputs.of(observations, count));
    for (let i = 0; i < count; i++) {
      const arm = deterministic
        ? bestAction(values, i * this.n, this.n, actionMask, i * this.n)
        : this.explore(values, i, actionMask);
      out[i] = this.actions.start + arm;
    }
  }

  status(): Record<string, number> {
    return this.config.exploration === 'softmax' ? { τ: this.temperature } : { ε: this.epsilon };
  }
}
