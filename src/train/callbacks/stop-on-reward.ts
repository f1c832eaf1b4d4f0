// Ends training once a metric is good enough.
import type { Callback, Metrics, TrainingContext } from '../../agents/agent.js';

export class StopTrainingOnRewardThreshold implements Callback {
  /** @param metric Default: the mean return of the evaluations. */
  constructor(
    private readonly threshold: number,
    private readonly metric = 'eval/mean_reward',
  ) {}

  onMetrics(context: TrainingContext, step: number, metrics: Metrics): void {
    const value = metrics[this.metric];
    if (value !== undefined && value >= this.threshold) {
      context.stop(`${this.metric} ${value} ≥ ${this.threshold} at step ${step}`);
    }
  }
}
