// LinearBandit: what an arm pays in the mean is linear in what is seen.
//
// Source: L. Li et al., A Contextual-Bandit Approach to Personalized News Article Recommendation, 2010 (disjoint arms).
//
// | action | meaning           |     The observation is x, `features` numbers drawn from N(0, 1) for each play. An arm pays
// |--------|-------------------|     θ·x + noise; its θ is drawn from the unit sphere, by `instance` alone: all episodes,
// | 0 …    | play that arm     |     training and evaluation play the same arms.
//
// `info.regret` is the best mean less that of the arm played, `info.isOptimal` whether they are the same.
//
// Reward: that of the arm. Start: a draw of x. End: truncated after 1000 plays.
// Arguments: `arms` (5), `features` (8), `noise` (0.5), `instance` (0).
// Versions: v0.
import { Box } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { EnvState } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { Bandit } from './bandit.js';

const OPTIONS = {
  /** How many arms there are. */
  arms: option(5, { integer: true, min: 2, max: 1000 }),
  /** Numbers that are seen. */
  features: option(8, { integer: true, min: 1, max: 1000 }),
  /** Deviation of rewards around their mean. */
  noise: option(0.5, { min: 0 }),
  /** Which arms: another number, others. */
  instance: option(0, { integer: true, min: 0 }),
};

export type LinearBanditOptions = Partial<OptionValues<typeof OPTIONS>>;

export class LinearBandit extends Bandit<Float32Array> {
  readonly observationSpace: Box;
  /** `arms × features`. */
  readonly theta: Float64Array;
  private readonly noise: number;
  private x: Float32Array;

  constructor(options: LinearBanditOptions = {}) {
    const { arms, features, noise, instance } = readOptions('LinearBandit', OPTIONS, options);
    super(arms);
    this.observationSpace = new Box({ low: -Infinity, high: Infinity, shape: [features] });
    this.noise = noise;
    this.x = new Float32Array(features);
    this.theta = new Float64Array(arms * features);
    Bandit.instance(instance).fillNormal(this.theta);
    for (let arm = 0; arm < arms; arm++) {
      const own = this.theta.subarray(arm * features, (arm + 1) * features);
      const length = Math.hypot(...own);
      own.forEach((value, i) => {
        own[i] = value / length;
      });
    }
  }

  meansNow(): Float64Array {
    const { x, theta } = this;
    return Float64Array.from({ length: this.arms }, (_, arm) =>
      x.reduce((sum, value, i) => sum + value * theta[arm * x.length + i]!, 0),
    );
  }

  protected begin(): void {
    this.next();
  }

  protected next(): void {
    this.x = new Float32Array(this.x.length);
    this.rng.fillNormal(this.x);
  }

  protected reward(mean: number): number {
    return mean + this.noise * this.rng.standardNormal();
  }

  protected observe(): Float32Array {
    return this.x;
  }

  protected override snapshot(): EnvState {
    return { ...super.snapshot(), x: [...this.x] };
  }

  protected override restore(state: EnvState): void {
    super.restore(state);
    this.x = Float32Array.from(state.x as number[]);
  }
}

export const linearBanditV0 = defineEnv({
  id: 'LinearBandit-v0',
  description: 'Five arms that pay what is linear in what is seen.',
  maxEpisodeSteps: 1000,
  options: OPTIONS,
  create: (options: LinearBanditOptions) => new LinearBandit(options),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'LinearBandit-v0': typeof linearBanditV0;
  }
}
