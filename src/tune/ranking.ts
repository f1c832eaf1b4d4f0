// The order of trials.
import type { TrialRecord } from './settings.js';

/** From the best on: whole trials by value, then pruned ones, then failed ones; of equals the earlier. */
export function ranked(trials: readonly TrialRecord[]): TrialRecord[] {
  const order = ['complete', 'pruned', 'failed'];
  return [...trials].sort(
    (a, b) =>
      order.indexOf(a.status) - order.indexOf(b.status) ||
      b.share - a.share ||
      (b.value ?? 0) - (a.value ?? 0) ||
      a.trial - b.trial,
  );
}
