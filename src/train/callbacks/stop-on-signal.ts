// Ctrl-C and SIGTERM let the iteration finish; a second one ends the process at once.
import type { Callback, TrainingContext } from '../../agents/agent.js';

type Signal = 'SIGINT' | 'SIGTERM';

/** Exit codes a shell expects: 128 + the number of the signal. */
export const signalExitCodes: Record<Signal, number> = { SIGINT: 130, SIGTERM: 143 };

export class StopOnSignal implements Callback {
  /** The signal that ended training. */
  received: Signal | undefined;
  private context: TrainingContext | undefined;

  /** @param onSignal Hears of the first signal at once, e.g. to tell the user to wait. */
  constructor(private readonly onSignal: (signal: Signal) => void = () => {}) {}

  onTrainingStart(context: TrainingContext): void {
    this.context = context;
    process.on('SIGINT', this.handle);
    process.on('SIGTERM', this.handle);
  }

  onTrainingEnd(): void {
    process.off('SIGINT', this.handle);
    process.off('SIGTERM', this.handle);
  }

  private readonly handle = (signal: Signal): void => {
    if (this.received) process.exit(signalExitCodes[signal]);
    this.received = signal;
    this.context?.stop(signal);
    this.onSignal(signal);
  };
}
