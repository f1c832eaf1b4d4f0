// Who becomes a parent, and what children inherit: operators of genetic algorithms.
import type { Generator } from '../../random/index.js';
import { descending } from './ranks.js';

export type Selection = 'tournament' | 'truncation' | 'roulette';

export interface SelectionOptions {
  selection: Selection;
  /** Share of the population that meets in a tournament; at least two do. */
  tournamentShare: number;
  /** With truncation: how many of the best are parents. */
  parents: number;
}

/** Gives a function that draws a parent's index. */
export function selector(
  fitness: ArrayLike<number>,
  { selection, tournamentShare, parents }: SelectionOptions,
): (rng: Generator) => number {
  const n = fitness.length;
  if (selection === 'tournament') {
    const rivals = Math.min(n, Math.max(2, Math.round(tournamentShare * n)));
    return (rng) => {
      let best = rng.integers(n);
      for (let i = 1; i < rivals; i++) {
        const rival = rng.integers(n);
        if (fitness[rival]! > fitness[best]!) best = rival;
      }
      return best;
    };
  }
  if (selection === 'truncation') {
    const elite = descending(fitness).slice(0, parents);
    return (rng) => elite[rng.integers(elite.length)]!;
  }
  return roulette(fitness);
}

/** In proportion to fitness, counted from the lowest where that is below 0; all alike where nobody has any. */
function roulette(fitness: ArrayLike<number>): (rng: Generator) => number {
  const lowest = Math.min(0, ...Array.from(fitness));
  const sums = new Float64Array(fitness.length);
  let total = 0;
  for (let i = 0; i < sums.length; i++) sums[i] = total += fitness[i]! - lowest;
  if (!(total > 0)) return (rng) => rng.integers(sums.length);
  return (rng) => {
    const point = rng.random() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
