// Numbers of a distribution over finitely many values: the probability tool box of Zai & Brown (2020), chapter 7.
import { UserError } from '../../io/errors.js';

type Numbers = ArrayLike<number>;

/** `atoms` values at equal distances from `min` to `max`, both included. @throws UserError for fewer than two. */
export function evenSupport(min: number, max: number, atoms: number): Float64Array {
  if (!(Number.isInteger(atoms) && atoms >= 2 && min < max)) {
    throw new UserError(
      `A support needs min < max and at least 2 atoms, got min ${min}, max ${max}, atoms ${atoms}.`,
    );
  }
  return Float64Array.from({ length: atoms }, (_, i) => min + (i * (max - min)) / (atoms - 1));
}

/** E[X] = Σ x·p: the mean, which need not be a likely value. */
export function expectation(support: Numbers, probabilities: Numbers): number {
  return sum(support, probabilities, (x, p) => x * p);
}

/** Var(X) = E[(X − E[X])²]. */
export function variance(support: Numbers, probabilities: Numbers): number {
  const mean = expectation(support, probabilities);
  return sum(support, probabilities, (x, p) => (x - mean) ** 2 * p);
}

/** H(p) = −Σ p·log p, in nats. */
export function entropy(probabilities: Numbers): number {
  return crossEntropy(probabilities, probabilities);
}

/** −Σ q·log p, in nats: what it costs to describe draws from q by a code for p. */
export function crossEntropy(q: Numbers, p: Numbers): number {
  return sum(q, p, (a, b) => (a === 0 ? 0 : -a * Math.log(b)));
}

/** KL(q ‖ p) = Σ q·log(q/p), in nats; 0 where they are equal. */
export function klDivergence(q: Numbers, p: Numbers): number {
  return sum(q, p, (a, b) => (a === 0 ? 0 : a * Math.log(a / b)));
}

/** Σ log(p/q): the logarithm of how much likelier the outcomes are under p than under q. */
export function logLikelihoodRatio(p: Numbers, q: Numbers): number {
  return sum(p, q, (a, b) => Math.log(a / b));
}

function sum(a: Numbers, b: Numbers, term: (x: number, y: number) => number): number {
  if (a.length !== b.length) {
    throw new UserError(`Both lists need the same length, got ${a.length} and ${b.length} numbers.`);
  }
  let total = 0;
  for (let i = 0; i < a.length; i++) total += term(a[i]!, b[i]!);
  return total;
}
