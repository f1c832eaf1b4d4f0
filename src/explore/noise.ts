// Noise that is added to the actions of deterministic policies, so that they explore.
import type { Snapshot, Stateful } from '../io/snapshot.js';
import type { Generator } from '../random/index.js';

/** Noise for the actions of several environments; what it remembers of running episodes is saved. */
export interface ActionNoise extends Stateful {
  /**
   * Adds noise to `actions` in place.
   *
   * @param actions `numEnvs × size`, row-major
   * @param sigma deviation σ now; a schedule's value where it falls
   */
  addTo(actions: Float32Array, sigma: number, rng: Generator): void;
  /** Environment `env` begins a new episode. */
  reset(env: number): void;
}

/** Independent draws from N(0, σ²) (Fujimoto et al. 2018). */
export class NormalNoise implements ActionNoise {
  addTo(actions: Float32Array, sigma: number, rng: Generator): void {
    for (let i = 0; i < actions.length; i++) actions[i]! += sigma * rng.standardNormal();
  }

  reset(): void {}

  saveState(): Snapshot {
    return { meta: {}, arrays: {} };
  }

  loadState(): void {}
}

/** Keeps the walk finite whatever its deviation: actions are limited to ±1 afterwards. */
const MOST_NOISE = 1e6;

export interface OrnsteinUhlenbeckOptions {
  /** Environments with a process of their own. */
  numEnvs: number;
  /** Numbers per action. */
  size: number;
  /** Speed of the return to 0, in [0, 1] (default 0.15). */
  theta?: number;
  /** Length of a step in time, in (0, 1] (default 0.01). */
  dt?: number;
}

/**
 * A random walk that is drawn back to 0, so that noise keeps its direction for a while (Uhlenbeck and Ornstein 1930;
 * Lillicrap et al. 2016): `x ← x - θ·x·dt + σ·√dt·N(0, 1)`. It starts at 0 in every episode.
 */
export class OrnsteinUhlenbeckNoise implements ActionNoise {
  /** `numEnvs × size`. */
  private readonly values: Float32Array;
  private readonly size: number;
  private readonly theta: number;
  private readonly dt: number;

  constructor({ numEnvs, size, theta = 0.15, dt = 0.01 }: OrnsteinUhlenbeckOptions) {
    this.values = new Float32Array(numEnvs * size);
    this.size = size;
    this.theta = theta;
    this.dt = dt;
  }

  addTo(actions: Float32Array, sigma: number, rng: Generator): void {
    const { values, theta, dt } = this;
    for (let i = 0; i < values.length; i++) {
      const next = values[i]! * (1 - theta * dt) + sigma * Math.sqrt(dt) * rng.standardNormal();
      values[i] = Math.min(Math.max(next, -MOST_NOISE), MOST_NOISE);
      actions[i]! += values[i]!;
    }
  }

  reset(env: number): void {
    this.values.fill(0, env * this.size, (env + 1) * this.size);
  }

  saveState(): Snapshot {
    return { meta: {}, arrays: { values: this.values } };
  }

  loadState({ arrays }: Snapshot): void {
    this.values.set(arrays.values!);
  }
}
