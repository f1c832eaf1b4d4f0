// How an observed reward moves a distribution over returns, after Zai & Brown (2020), listing 7.2.
import { UserError } from '../../io/errors.js';

export interface UpdateDistOptions {
  /** Share that goes on from neighbour to neighbour, in [0, 1]; default 0.8. */
  gamma?: number;
  /** As printed: the second atom takes nothing from the first. */
  literal?: boolean;
}

/**
 * Moves probability towards the atom nearest to `reward`: every atom takes from its neighbour on the far side, the next
 * to the reward most, and the whole is scaled to sum to 1. It is neither Bayes' rule nor a Bellman backup (nothing is
 * shifted by the reward or shrunk by γ); `projectCategorical` is that.
 *
 * @param support Atoms at equal distances, rising.
 * @param probabilities One per atom; they are not changed.
 */
export function updateDist(
  reward: number,
  support: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { gamma = 0.8, literal = false }: UpdateDistOptions = {},
): Float64Array {
  const atoms = support.length;
  if (probabilities.length !== atoms) {
    throw new UserError(`The support has ${atoms} atoms, but ${probabilities.length} probabilities came.`);
  }
  const at = nearestAtom(reward, support);
  const moved = Float64Array.from(probabilities);
  let share = gamma;
  for (let i = at; i >= (literal ? 2 : 1); i--, share *= gamma) moved[i]! += share * moved[i - 1]!;
  share = gamma;
  for (let i = at; i < atoms - 1; i++, share *= gamma) moved[i]! += share * moved[i + 1]!;
  const total = moved.reduce((sum, each) => sum + each, 0);
  return moved.map((each) => each / total);
}

/** Index of the atom nearest to a value; halves go to the even index, as NumPy rounds. */
export function nearestAtom(value: number, support: ArrayLike<number>): number {
  const last = support.length - 1;
  const position = (value - support[0]!) / ((support[last]! - support[0]!) / last);
  const below = Math.floor(position);
  const rest = position - below;
  const rounded = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
  return Math.min(Math.max(rounded, 0), last);
}
