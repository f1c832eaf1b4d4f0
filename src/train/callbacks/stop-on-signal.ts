// Ctrl-C, SIGTERM and a closed terminal let the iteration finish; a second signal ends the process at once.
import type { Callback, TrainingContext } from '../../agents/agent.js';

type Signal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

/** Exit codes a shell expects: 128 + the number of the signal. */
export const signalExitCodes: Record<Signal, number> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};
const SIGNALS = Object.keys(signalExitCodes) as Signal[];

export class StopOnSignal implements Callback {
  /** The signal that ended training. */
  received: Signal | undefined;
  private context: TrainingContext | undefined;

  /** @param onSignal Hears of the first signal at once, e.g. to tell the user to wait. */
  constructor(private readonly onSignal: (signal: Signal) => void = () => {}) {}

  onTrainingStart(context: TrainingContext): void {
    this.context = context;
    for (const signal of SIGNALS) process.on(signal, this.handle);
  }

  onTrainingEnd(): void {
    for (const signal of SIGNALS) process.off(signal, this.handle);
  }

  private readonly handle = (signal: Signal): void => {
    if (this.received) process.exit(signalExitCodes[signal]);
    this.received = signal;
    this.context?.stop(signal);
    this.onSignal(signal);
  };
}
