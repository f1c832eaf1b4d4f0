// Which number of a distribution of returns an action is chosen by: the mean, or the mean of its lower part.
import * as z from 'zod';
import { lazily } from '../io/lazily.js';

/** `mean`, or `cvar:α` with 0 < α ≤ 1. */
export type Risk = 'mean' | `cvar:${string}`;

const riskSchema = /* @__PURE__ */ lazily(() =>
  z.custom<Risk>((value) => value === 'mean' || shareOf(value) !== undefined, {
    error: 'mean, or cvar:α with α above 0 and at most 1, such as "cvar:0.25"',
  }),
);

/** The hyperparameter. */
export const riskShape = /* @__PURE__ */ lazily(() => ({
  risk: riskSchema
    .default('mean')
    .describe(
      'What of its distribution an action is chosen by: mean, or cvar:α = the mean of the lower share α of returns. Source: Dabney et al. (2018b), section 3.1.',
    ),
}));

/** The lower share α of the distribution whose mean counts. @param risk a valid one */
export function riskShare(risk: Risk): number {
  return shareOf(risk) ?? 1;
}

function shareOf(value: unknown): number | undefined {
  const text = typeof value === 'string' ? /^cvar:(\d*\.?\d+(?:e-?\d+)?)$/.exec(value)?.[1] : undefined;
  const share = Number(text);
  return text !== undefined && share > 0 && share <= 1 ? share : undefined;
}

/**
 * Weights w of the conditional value at risk CVaR_α = Σ w_j · min(c_j, α), for c_j the probabilities of the first j values:
 * α·CVaR = Σ z_j·(min(c_j, α) - min(c_{j-1}, α)), summed by parts.
 *
 * @param values z, ascending
 */
export function cumulativeWeights(values: ArrayLike<number>, alpha: number): Float32Array {
  return Float32Array.from(values, (value, j) => {
    const next = values[j + 1];
    return (next === undefined ? value : value - next) / alpha;
  });
}

/** The share of each of `count` equally probable values, in ascending order, in the lower part α: Σ w_i·θ_i = CVaR_α. */
export function quantileWeights(count: number, alpha: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => Math.min(Math.max(alpha - i / count, 0), 1 / count) / alpha,
  );
}
