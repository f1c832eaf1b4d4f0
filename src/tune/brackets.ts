// Successive halving (Jamieson & Talwalkar 2016) and Hyperband (Li et al. 2018): which trials run together, and how long
// each is trained before the worse ones are left.
import type { PrunerMethod } from './methods.js';

/** Trials that compete. */
export interface Bracket {
  /** Numbers of its trials. */
  trials: readonly number[];
  /** Shares of the budget at which trials are compared; the last is 1. */
  rungs: readonly number[];
  eta: number;
}

/**
 * Cuts the trials into brackets.
 *
 * @param learns Whether the sampler learns from earlier brackets: there are then several, as small as they may be, also of
 * halving; else halving is one bracket of all.
 */
export function bracketsOf(pruner: PrunerMethod, trials: number, learns: boolean): Bracket[] {
  if (pruner.name !== 'halving' && pruner.name !== 'hyperband') return [];
  const { eta, rungs } = pruner.options;
  const shares = (count: number) => Array.from({ length: count }, (_, i) => eta ** (i + 1 - count));
  const most = rungs - 1;
  const shapes =
    pruner.name === 'hyperband'
      ? // Algorithm 1 there: from many trials with little to few with all of it.
        Array.from({ length: rungs }, (_, i) => most - i).map((s) => ({
          size: Math.ceil((rungs / (s + 1)) * eta ** s),
          rungs: shares(s + 1),
        }))
      : [{ size: learns ? eta ** most : trials, rungs: shares(rungs) }];
  const brackets: Bracket[] = [];
  for (let first = 0, i = 0; first < trials; i++) {
    const shape = shapes[i % shapes.length]!;
    const size = Math.min(shape.size, trials - first);
    brackets.push({ trials: Array.from({ length: size }, (_, k) => first + k), rungs: shape.rungs, eta });
    first += size;
  }
  return brackets;
}

/** Those that go on: the best `1/eta` of all that were in the rung, at least one, of equals the earlier ones. */
export function promoted<T>(members: readonly T[], value: (member: T) => number, eta: number): T[] {
  const ranked = members
    .filter((each) => !Number.isNaN(value(each)))
    .sort((a, b) => value(b) - value(a) || 0);
  return ranked.slice(0, Math.max(1, Math.floor(members.length / eta)));
}
