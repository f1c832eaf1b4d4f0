// What the checks of both contracts take.
import { requireKnown } from '../../../io/options.js';

export interface CheckMultiOptions {
  /** Steps of each trial: of all agents at once, or turns (default 100). */
  steps?: number;
  seed?: number;
  /** Throws a UserError that lists the findings when one of them is an error (default false). */
  throwOnError?: boolean;
}

export function readCheckOptions(call: string, options: CheckMultiOptions): Required<CheckMultiOptions> {
  requireKnown(call, options, ['steps', 'seed', 'throwOnError']);
  const { steps = 100, seed = 0, throwOnError = false } = options;
  return { steps, seed, throwOnError };
}
