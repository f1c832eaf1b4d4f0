// LinUCB: a linear model of each arm, and a bound of what it does not know (Li et al. 2010, algorithm 1).
import * as z from 'zod';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import type { Snapshot, Stateful } from '../../io/snapshot.js';
import type { Transitions } from '../../memory/index.js';
import type { PackedArray } from '../../spaces/index.js';
import type { PredictOptions, WeightArray } from '../agent.js';
import { type AgentSpec, commonShape } from '../config.js';
import type { EnvSource } from '../env-agent.js';
import { bestAction } from '../masking.js';
import type { Weighted } from '../parts.js';
import { PlayAgent } from './play-agent.js';

const linucbSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    exploration: z
      .number()
      .min(0)
      .max(1e6)
      .default(1)
      .describe(
        'α: how much uncertainty counts, in the unit of rewards. Source: Li et al. (2010), algorithm 1.',
      ),
    ridge: z
      .number()
      .gt(0)
      .max(1e6)
      .default(1)
      .describe('Weight of the belief that an arm pays nothing, whatever is seen. Source: Li et al. (2010).'),
    logInterval: z.int().positive().default(100).describe('Plays between rows of metrics.'),
  }),
);

export const linucbSpec = {
  id: 'linucb',
  schema: linucbSchema,
  mutable: ['exploration', 'logInterval'],
} satisfies AgentSpec;
export type LinUCBConfig = z.output<typeof linucbSchema>;
export type LinUCBOptions = z.input<typeof linucbSchema>;

/** Numbers that the matrices of all arms may hold. */
const MOST_NUMBERS = 2 ** 26;

/** Of each arm the inverse of A = ridge·I + Σ x·xᵀ, b = Σ reward·x, and θ = A⁻¹·b. */
class LinearArms implements Stateful, Weighted {
  readonly inverse: Float64Array;
  readonly b: Float64Array;
  readonly theta: Float64Array;
  private readonly ax: Float64Array;

  constructor(
    private readonly arms: number,
    readonly size: number,
    ridge: number,
  ) {
    this.inverse = new Float64Array(arms * size * size);
    this.b = new Float64Array(arms * size);
    this.theta = new Float64Array(arms * size);
    this.ax = new Float64Array(size);
    for (let k = 0; k < arms * size; k++) this.inverse[k * size + (k % size)] = 1 / ridge;
  }

  /** A⁻¹·x of an arm, in `ax`. @returns xᵀ·A⁻¹·x */
  private spread(arm: number, x: Float32Array, from: number): number {
    const { size, inverse, ax } = this;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      let dot = 0;
      const row = (arm * size + i) * size;
      for (let j = 0; j < size; j++) dot += inverse[row + j]! * x[from + j]!;
      ax[i] = dot;
      sum += dot * x[from + i]!;
    }
    return sum;
  }

  mean(arm: number, x: Float32Array, from: number): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += this.theta[arm * this.size + i]! * x[from + i]!;
    return sum;
  }

  bound(arm: number, x: Float32Array, from: number, alpha: number): number {
    return this.mean(arm, x, from) + alpha * Math.sqrt(Math.max(this.spread(arm, x, from), 0));
  }

  /** Sherman and Morrison: (A + x·xᵀ)⁻¹ = A⁻¹ - A⁻¹x·xᵀA⁻¹ / (1 + xᵀA⁻¹x). */
  learn(arm: number, x: Float32Array, from: number, reward: number): void {
    const { size, inverse, b, theta, ax } = this;
    const scale = 1 / (1 + this.spread(arm, x, from));
    for (let i = 0; i < size; i++) {
      const row = (arm * size + i) * size;
      for (let j = 0; j < size; j++) inverse[row + j]! -= scale * ax[i]! * ax[j]!;
      b[arm * size + i]! += reward * x[from + i]!;
    }
    for (let i = 0; i < size; i++) {
      let dot = 0;
      const row = (arm * size + i) * size;
      for (let j = 0; j < size; j++) dot += inverse[row + j]! * b[arm * size + j]!;
      theta[arm * size + i] = dot;
    }
  }

  weights(): Record<string, WeightArray> {
    const { arms, size } = this;
    return {
      inverse: { shape: [arms, size, size], data: this.inverse.slice() },
      b: { shape: [arms, size], data: this.b.slice() },
      theta: { shape: [arms, size], data: this.theta.slice() },
    };
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    for (const name of ['inverse', 'b', 'theta'] as const) {
      if (weights[name]?.data.length !== this[name].length)
        throw new Error(`expected ${this[name].length} numbers of ${name}`);
      this[name].set(weights[name].data);
    }
  }

  saveState(): Snapshot {
    return { meta: {}, arrays: {} };
  }

  loadState(): void {}
}

/**
 * Reads what is seen as numbers (one-hot where it is a list of cases) and plays the arm whose bound θ·x + α·√(xᵀA⁻¹x) is
 * largest.
 *
 * @example const agent = await new LinUCB('LinearBandit-v0').learn({ totalSteps: 1000 });
 */
export class LinUCB<E extends EnvSource = EnvSource> extends PlayAgent<LinUCBConfig, E> {
  static override readonly spec = linucbSpec;
  private readonly models: LinearArms;
  /** Encoded observations of all environments. */
  private inputs: Float32Array;
  private readonly bounds: Float64Array;

  constructor(env: E, options: LinUCBOptions = {}) {
    super(env, options);
    const { encoder, n } = this;
    const { numEnvs } = this.env;
    const { size } = encoder;
    if (n * size * size > MOST_NUMBERS)
      throw new UserError(
        `linucb keeps a matrix of ${size} x ${size} for each of ${n} arms: these observations are too large for it; use neural-bandit.`,
      );
    this.models = this.parts.state('models', new LinearArms(n, size, this.config.ridge));
    this.inputs = new Float32Array(numEnvs * size);
    this.bounds = new Float64Array(n);
  }

  protected choose(): void {
    const { env, encoder, inputs, collector, actions, n, rng, config } = this;
    encoder.encodeRows(env.observations, env.numEnvs, inputs);
    for (let i = 0; i < env.numEnvs; i++) {
      this.fillBounds(inputs, i, config.exploration);
      collector.actions[i] =
        actions.start + bestAction(this.bounds, 0, n, env.actionMasks, i * n, rng.policy);
    }
  }

  private fillBounds(inputs: Float32Array, i: number, alpha: number): void {
    const { bounds, models } = this;
    const from = i * models.size;
    for (let a = 0; a < this.n; a++)
      bounds[a] = alpha === 0 ? models.mean(a, inputs, from) : models.bound(a, inputs, from, alpha);
  }

  protected learnFrom({ rewards, alive }: Transitions): void {
    const { env, models, inputs, collector, actions } = this;
    for (let i = 0; i < env.numEnvs; i++)
      if (alive?.[i] !== 0)
        models.learn(collector.actions[i]! - actions.start, inputs, i * models.size, rewards[i]!);
  }

  /** The arm of the largest mean; with `deterministic: false`, of the largest bound. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { encoder, models, n, actions, config } = this;
    const inputs = new Float32Array(count * models.size);
    encoder.encodeRows(observations, count, inputs);
    for (let i = 0; i < count; i++) {
      this.fillBounds(inputs, i, deterministic ? 0 : config.exploration);
      out[i] = actions.start + bestAction(this.bounds, 0, n, actionMask, i * n);
    }
  }

  status(): Record<string, number> {
    return {};
  }
}
