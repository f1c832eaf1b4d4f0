// The hook that turns what a novelty model says into rewards: normalised, scaled, with the environment's or without.
import type { Metrics } from '../agent.js';
import { RunningStatistics } from '../normalization.js';
import type { Experience, Hook, HookContext } from '../own-parts.js';
import type { Parts } from '../parts.js';
import type { AnyIntrinsic, IntrinsicOptions, NoveltyModel } from './definition.js';

/** Keeps bonuses that are all 0 from being divided by 0. */
const EPSILON = 1e-8;

/**
 * r = extrinsic · r_env + scale · b / RMS(b).
 *
 * The running root mean square divides, not the deviation: bonuses that hardly differ would become huge by it.
 */
export class IntrinsicReward implements Hook {
  onSteps?: (nextStates: Float32Array, rows: number) => void;
  private model: NoveltyModel | undefined;
  private readonly statistics: RunningStatistics | undefined;

  constructor(
    private readonly definition: AnyIntrinsic,
    private readonly options: IntrinsicOptions,
  ) {
    if (options.normalize) this.statistics = new RunningStatistics(1);
  }

  register(parts: Parts, context: HookContext): void {
    const model = this.definition.create(this.options, { ...context, parts });
    this.model = model;
    if (this.statistics) parts.state('intrinsic', this.statistics);
    if (model.onSteps) this.onSteps = (nextStates, rows) => model.onSteps!(nextStates, rows);
  }

  onBatch(batch: Experience): Metrics {
    const { scale, extrinsic } = this.options;
    const { bonuses, metrics } = this.model!.judge(batch);
    const rewards = batch.rewards.data;
    const counts = countsOf(batch);
    const factor = scale / this.magnitude(bonuses, counts);
    let [sum, rows] = [0, 0];
    for (let i = 0; i < rewards.length; i++) {
      const bonus = factor * bonuses[i]!;
      rewards[i] = extrinsic * rewards[i]! + bonus;
      if (counts?.[i] === 0) continue;
      sum += bonus;
      rows++;
    }
    return { ...metrics, 'intrinsic/reward': sum / Math.max(rows, 1) };
  }

  /** Running root mean square of the bonuses, these among them; 1 where they are taken as they are. */
  private magnitude(bonuses: ArrayLike<number>, counts: Uint8Array | undefined): number {
    const { statistics } = this;
    if (!statistics) return 1;
    statistics.update(bonuses, bonuses.length, counts);
    return Math.sqrt(statistics.variance[0]! + statistics.mean[0]! ** 2) + EPSILON;
  }
}

/** 0 for rows that only stand in for missing ones, 1 for others; undefined: all count. */
export function countsOf({ weights }: Experience): Uint8Array | undefined {
  return weights && Uint8Array.from(weights.data, (weight) => (weight === 0 ? 0 : 1));
}
