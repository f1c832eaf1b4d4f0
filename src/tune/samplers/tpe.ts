// The tree-structured Parzen estimator (Bergstra et al. 2011, section 4): tries what is likely among good trials and
// unlikely among the rest.
import { type Dimension, type Point, randomPoint } from '../dimensions.js';
import { ParzenEstimator } from './parzen.js';
import { type Observation, type Sampler, trialRandom } from './sampler.js';

export interface TpeOptions {
  /** Trials drawn at random before it learns. */
  startup: number;
  /** Places drawn from the good ones, of which the most promising is tried. */
  candidates: number;
  /** Share of the trials that count as good. */
  gamma: number;
}

/** No more than so many count as good (hyperopt, Optuna). */
const MOST_GOOD = 25;

export function tpeSampler(
  dimensions: readonly Dimension[],
  seed: number,
  { startup, candidates, gamma }: TpeOptions,
): Sampler {
  return {
    learns: true,
    size: Infinity,
    suggest(trial, history) {
      const rng = trialRandom(seed, trial);
      if (history.length < startup) return randomPoint(dimensions, rng);
      const ranked = [...history].sort(better);
      const count = Math.min(Math.ceil(gamma * ranked.length), MOST_GOOD);
      const estimator = (some: Observation[]) =>
        new ParzenEstimator(
          dimensions,
          some.map(({ point }) => point),
        );
      const [good, bad] = [estimator(ranked.slice(0, count)), estimator(ranked.slice(count))];
      let [best, most]: [Point, number] = [[], -Infinity];
      for (let i = 0; i < candidates; i++) {
        const point = good.sample(rng);
        // The expected improvement grows with this ratio (equation 7 there).
        const promise = good.logDensity(point) - bad.logDensity(point);
        if (promise > most) [best, most] = [point, promise];
      }
      return best;
    },
  };
}

/** Whole trials by their value; then those that were pruned, the later the better; what failed comes last. */
function better(one: Observation, other: Observation): number {
  const failed = Number(Number.isNaN(one.value)) - Number(Number.isNaN(other.value));
  return failed || other.share - one.share || other.value - one.value || 0;
}
