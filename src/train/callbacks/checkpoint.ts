// Saves the whole run every N steps and when training ends or is stopped.
import type { Callback, TrainingContext } from '../../agents/agent.js';
import { Every, elapsed, saveCallbacks } from '../../evaluate/index.js';
import type { CheckpointStore } from '../checkpoint.js';

/**
 * Put it last in the list: what the others did in an iteration must be in the checkpoint of that iteration.
 * After an error nothing is written, the checkpoints there are stay.
 */
export class CheckpointCallback implements Callback {
  private readonly timer: Every;

  constructor(
    private readonly store: CheckpointStore,
    /** Between checkpoints, in the unit of the budget. */
    every: number,
    /** Callbacks whose state belongs to the run. */
    private readonly callbacks: readonly Callback[] = [],
  ) {
    this.timer = new Every(every);
  }

  onTrainingStart({ agent, budget }: TrainingContext): void {
    this.timer.start(elapsed(agent, budget));
  }

  onIteration({ agent, budget }: TrainingContext): void {
    if (this.timer.due(elapsed(agent, budget))) this.save(agent);
  }

  onTrainingEnd({ agent }: TrainingContext, error?: unknown): void {
    if (error === undefined) this.save(agent);
  }

  private save(agent: TrainingContext['agent']): void {
    const step = agent.numTimesteps;
    if (this.store.steps()[0] === step) return;
    const run = { callbacks: saveCallbacks(this.callbacks) };
    this.store.write({ step, weights: agent.weights(), state: agent.saveState(), run });
  }
}
