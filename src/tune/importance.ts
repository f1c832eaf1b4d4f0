// How much each parameter decides whether a trial is good: PED-ANOVA (Watanabe et al. 2023).
import { dimensionsOf, type Point, pointOf } from './dimensions.js';
import { ParzenEstimator } from './samplers/parzen.js';
import type { StudySettings, TrialRecord } from './settings.js';

/** Share of the trials that count as good, and how few tell nothing. */
const GOOD = 0.25;
const FEWEST = 8;
/** Places at which densities on a range are compared. */
const PLACES = 100;

/**
 * For each parameter, the Pearson divergence of how good trials are spread from how all of them are, as a share of the sum:
 * where good trials are everywhere, a parameter does not matter. Interactions of parameters are not seen. Pruned trials count
 * as bad, failed ones are left out.
 */
export function importance(
  { space }: Pick<StudySettings, 'space'>,
  trials: readonly TrialRecord[],
): Record<string, number> {
  const valued = trials.filter(({ status }) => status !== 'failed');
  if (valued.length < FEWEST) return {};
  const order = [...valued].sort((a, b) => b.share - a.share || b.value! - a.value! || a.trial - b.trial);
  const good = order.slice(0, Math.max(2, Math.ceil(GOOD * order.length)));
  const dimensions = dimensionsOf(space);
  const divergences = dimensions.map((dimension, i) => {
    const density = (some: readonly TrialRecord[]) => {
      const points = some.map(({ params }): Point => [pointOf(dimensions, params)[i]!]);
      return new ParzenEstimator([dimension], points);
    };
    const [top, all] = [density(good), density(valued)];
    const { ordered, levels } = dimension;
    const count = ordered && levels === 0 ? PLACES : levels;
    let [sum, mass] = [0, 0];
    for (let k = 0; k < count; k++) {
      const at = [ordered ? (k + 0.5) / count : k];
      const base = Math.exp(all.logDensity(at));
      sum += base * (Math.exp(top.logDensity(at)) / base - 1) ** 2;
      mass += base;
    }
    return sum / mass;
  });
  const total = divergences.reduce((sum, each) => sum + each, 0);
  if (total === 0) return {};
  const shares = dimensions.map(({ key }, i) => [key, divergences[i]! / total] as const);
  return Object.fromEntries(shares.sort((a, b) => b[1] - a[1]));
}
