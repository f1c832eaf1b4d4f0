// An algorithm: soft Q-learning with a replay memory (Haarnoja et al. 2017, "Reinforcement learning with deep
// energy-based policies", for discrete actions). The policy is softmax(Q/α); values are α·log Σ exp(Q/α).
import {
  Adam,
  type AgentSpec,
  ANY_SPACE,
  argmaxRow,
  buffer,
  Categorical,
  clipGradNorm,
  commonShape,
  Discrete,
  defineAlgorithm,
  type EnvSource,
  featuresSchema,
  huberLoss,
  noGrad,
  OffPolicyAgent,
  type OwnParts,
  type PackedArray,
  type PredictOptions,
  polyakUpdate,
  qNetwork,
  type Sequential,
  scope,
  type Tensor,
  type TransitionBatch,
  tensor,
  type Update,
  UserError,
} from 'trainyard';
import * as z from 'zod';

const positive = z.number().positive();
const whole = z.int().positive();

export const softQSchema = z.strictObject({
  ...commonShape,
  features: featuresSchema,
  learningRate: positive.default(1e-3).describe('Step size of Adam.'),
  temperature: positive.default(0.2).describe('α: how much worse an action may be and still be tried.'),
  bufferSize: whole.default(50_000).describe('Transitions the memory keeps.'),
  batchSize: whole.default(64).describe('Transitions per gradient step.'),
  learningStarts: z.int().min(0).default(200).describe('Steps before learning begins.'),
  trainFreq: whole.default(1).describe('Steps between updates.'),
  gradientSteps: whole.default(1).describe('Gradient steps per update.'),
  tau: positive.max(1).default(0.01).describe('Polyak factor of the target network.'),
  logInterval: whole.default(4).describe('Episodes between rows of metrics.'),
});

export type SoftQConfig = z.output<typeof softQSchema>;
export type SoftQOptions = z.input<typeof softQSchema>;

const spec = {
  id: 'soft-q',
  schema: softQSchema,
  mutable: ['temperature', 'tau', 'trainFreq', 'gradientSteps'],
} satisfies AgentSpec;

export class SoftQ<O = unknown> extends OffPolicyAgent<SoftQConfig, O, number> {
  static override readonly spec = spec;
  private readonly net: Sequential;
  private readonly target: Sequential;
  private readonly optimizer: Adam;
  private readonly actions: Discrete;

  constructor(env: EnvSource, options: SoftQOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { singleObservationSpace: observations, singleActionSpace: actions } = this.env;
    if (!(actions instanceof Discrete))
      throw new UserError(`soft-q needs Discrete actions, got ${actions.kind}.`);
    this.actions = actions;
    const network = () =>
      qNetwork(observations, actions, { ...this.config, activation: 'relu', rng: this.rng.init }, own);
    this.net = this.parts.network('q_net', network());
    this.target = this.parts.network('q_net_target', network(), { fixed: true });
    this.target.loadStateDict(this.net.stateDict());
    this.optimizer = this.parts.optimizer('optimizer', new Adam(this.net, { lr: this.config.learningRate }));
  }

  protected update({ states, actions, rewards, nextStates, discounts }: TransitionBatch): Update {
    const { temperature, tau } = this.config;
    return scope(() => {
      const targets = noGrad(() => {
        const next = this.target.forward(nextStates).div(temperature).logsumexp(1).mul(temperature);
        return rewards.add(next.mul(discounts));
      });
      const loss = huberLoss(this.net.forward(states).gather(1, actions).squeeze(1), targets);
      this.optimizer.zeroGrad();
      loss.backward();
      clipGradNorm(this.optimizer, 10);
      this.optimizer.step();
      polyakUpdate(this.net, this.target, tau);
      return { metrics: { 'train/loss': loss.item() } };
    });
  }

  protected explore(observations: PackedArray, actions: PackedArray, actionMask?: Uint8Array): void {
    this.predictBatch(observations, this.env.numEnvs, actions, { deterministic: false, actionMask });
  }

  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { n, start } = this.actions;
    const values = this.values(observations, count);
    if (deterministic) {
      for (let i = 0; i < count; i++) out[i] = start + argmaxRow(values, i, n, actionMask);
      return;
    }
    scope(() => {
      const logits = buffer([count, n]);
      logits.data.set(values.map((q) => q / this.config.temperature));
      const mask = actionMask && tensor(Float32Array.from(actionMask), { shape: [count, n] });
      const drawn = new Categorical(logits, mask).sample(this.rng.policy).toArray();
      for (let i = 0; i < count; i++) out[i] = start + drawn[i]!;
    });
  }

  private values(observations: PackedArray, count: number): Float32Array {
    const inputs: Tensor = buffer([count, this.encoder.size]);
    this.encoder.encodeRows(observations, count, inputs.data as Float32Array);
    return scope(() => noGrad(() => this.net.forward(inputs).toArray())) as Float32Array;
  }

  status() {
    return { α: this.config.temperature };
  }
}

export const softQ = defineAlgorithm({
  ...spec,
  summary: 'Soft Q-learning: a softmax over values explores (Haarnoja et al. 2017)',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: { 'Thermostat-v0': { totalSteps: 6_000, config: { hiddenSizes: [32, 32], gamma: 0.9 } } },
  create: (env, config, own) => new SoftQ(env, config as SoftQOptions, own),
});
