// Ends training once a metric is good enough.
import type { Metrics, TrainingContext } from '../agents/agent.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import type { ResumableCallback } from './resumable.js';

export class StopTrainingOnRewardThreshold implements ResumableCallback {
  readonly name = 'stopOnReward';
  reached = false;
  /** Total of the training in which it was reached. */
  private total = 0;

  /**
   * @param threshold Of the metric; Infinity is never reached.
   * @param metric Default: the mean return of the evaluations.
   * @throws {UserError} when the threshold is no number, or the metric no name.
   */
  constructor(
    private readonly threshold: number,
    private readonly metric = 'eval/mean_reward',
  ) {
    if (typeof threshold !== 'number' || Number.isNaN(threshold)) {
      throw new UserError(
        `StopTrainingOnRewardThreshold needs a number as threshold, got ${show(threshold)}.`,
      );
    }
    if (typeof metric !== 'string' || metric === '') {
      throw new UserError(
        `StopTrainingOnRewardThreshold needs the name of a metric such as 'rollout/ep_rew_mean', got ${show(metric)}.`,
      );
    }
  }

  /** A run that had ended for this reason goes on only when more is asked for than then. */
  onTrainingStart(context: TrainingContext): void {
    const { amount } = context.budget;
    if (amount > this.total) this.reached = false;
    this.total = amount;
    if (this.reached) context.stop(`${this.metric} reached ${this.threshold} before`);
  }

  onMetrics(context: TrainingContext, step: number, metrics: Metrics): void {
    const value = metrics[this.metric];
    if (value !== undefined && value >= this.threshold) {
      this.reached = true;
      context.stop(`${this.metric} ${value} ≥ ${this.threshold} at step ${step}`);
    }
  }

  saveState(): Record<string, unknown> {
    return { reached: this.reached, total: this.total };
  }

  loadState(state: Record<string, unknown>): void {
    this.reached = state.reached as boolean;
    this.total = state.total as number;
  }
}
