// n-step returns (Sutton & Barto 2018, chapter 7; Hessel et al. 2018): rewards of n steps before the bootstrap.
import type { ReplayMemory } from '../replay-memory.js';
import { DecoratedSampler } from './decorated.js';
import type { Draw, Sampler } from './sampler.js';

interface NStepOptions {
  /** At least 2. */
  n: number;
  /** Discount factor γ now. */
  gamma: () => number;
}

/**
 * For each row, R = Σ_{k<m} γᵏ·r_{t+k} and the factor γᵐ of the value of s_{t+m}. m is n, or fewer where the episode ends
 * before: after a termination nothing is bootstrapped, after a truncation the last observation of the episode is. Of the
 * newest rows of an episode that goes on, what is known so far counts (as in Stable-Baselines3).
 */
export class NStepSampler extends DecoratedSampler {
  private lastRows = new Int32Array(0);
  private rewards = new Float32Array(0);
  private discounts = new Float32Array(0);

  /** @param memory one that is `linked` */
  constructor(
    inner: Sampler,
    private readonly memory: ReplayMemory,
    private readonly options: NStepOptions,
  ) {
    super(inner);
  }

  protected fill(draw: Draw): void {
    const { rows } = draw;
    if (this.lastRows.length !== rows.length) {
      this.lastRows = new Int32Array(rows.length);
      this.rewards = new Float32Array(rows.length);
      this.discounts = new Float32Array(rows.length);
    }
    const { lastRows, rewards, discounts, memory } = this;
    const { n } = this.options;
    const gamma = this.options.gamma();
    const episodes = memory.episodes!;
    for (let i = 0; i < rows.length; i++) {
      let row = rows[i]!;
      let sum = memory.rewards.get(row);
      let discount = gamma;
      for (let m = 1; m < n; m++) {
        const next = episodes.after(row);
        if (next < 0) break;
        row = next;
        sum += discount * memory.rewards.get(row);
        discount *= gamma;
      }
      lastRows[i] = row;
      rewards[i] = sum;
      discounts[i] = discount;
    }
    Object.assign(draw, { lastRows, rewards, discounts });
  }
}
