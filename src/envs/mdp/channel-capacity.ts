// Capacity of a noisy channel: how many bits of its input its output can tell at most.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';

export interface CapacityOptions {
  /** Bits within which the capacity is known at the end, > 0; default 1e-9. */
  tolerance?: number;
  /** Rounds at most, ≥ 1; default 100,000. */
  maxIterations?: number;
}

export interface ChannelCapacity {
  /** In bits. */
  capacity: number;
  /** The distribution over inputs that reaches it. */
  inputs: Float64Array;
  iterations: number;
}

/** Rounding that probabilities of one input may add up to. */
const ROUNDING = 1e-6;

/**
 * C = max over p(x) of I(X; Y) by the Blahut-Arimoto algorithm: p(x) grows with exp of the divergence of p(y|x) from p(y),
 * whose weighted mean and maximum bound C from below and above (Blahut 1972; Arimoto 1972).
 *
 * @param channel `[inputs][outputs]`: p(y|x), each row of sum 1
 * @throws UserError for rows that are no distributions, wrong options, or when the bounds do not meet in time.
 * @example channelCapacity([[0.9, 0.1], [0.1, 0.9]]).capacity // 0.531: 1 - H(0.1)
 */
export function channelCapacity(
  channel: readonly ArrayLike<number>[],
  options: CapacityOptions = {},
): ChannelCapacity {
  const { tolerance, maxIterations } = capacityOptions(options);
  requireChannel(channel);
  const inputs = new Float64Array(channel.length).fill(1 / channel.length);
  const divergences = new Float64Array(channel.length);
  const outputs = new Float64Array(channel[0]!.length);
  for (let iterations = 1; ; iterations++) {
    outputs.fill(0);
    for (const [x, row] of channel.entries())
      for (let y = 0; y < outputs.length; y++) outputs[y]! += inputs[x]! * row[y]!;
    for (const [x, row] of channel.entries()) divergences[x] = divergence(row, outputs);
    const most = divergences.reduce((a, b) => Math.max(a, b));
    // Σ p(x)·2^D(x), from the largest on so that nothing overflows.
    let sum = 0;
    for (let x = 0; x < inputs.length; x++) {
      inputs[x]! *= 2 ** (divergences[x]! - most);
      sum += inputs[x]!;
    }
    for (let x = 0; x < inputs.length; x++) inputs[x]! /= sum;
    const least = most + Math.log2(sum);
    if (most - least <= tolerance) return { capacity: Math.max(least, 0), inputs, iterations };
    if (iterations === maxIterations)
      throw new UserError(
        `channelCapacity: after ${iterations} rounds the capacity is known to ${(most - least).toPrecision(2)} bits only; ` +
          'raise maxIterations or tolerance.',
      );
  }
}

/** Σ p·log₂(p/q) in bits. */
function divergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let y = 0; y < q.length; y++) if (p[y]! > 0) sum += p[y]! * Math.log2(p[y]! / q[y]!);
  return sum;
}

/** @throws UserError for options that mean nothing. */
export function capacityOptions(options: CapacityOptions): Required<CapacityOptions> {
  requireKnown('channelCapacity()', options, ['tolerance', 'maxIterations']);
  const { tolerance = 1e-9, maxIterations = 100_000 } = options;
  if (!(tolerance > 0)) throw new UserError(`tolerance: expected a number > 0, got ${show(tolerance)}.`);
  if (!Number.isInteger(maxIterations) || maxIterations < 1)
    throw new UserError(`maxIterations: expected a whole number ≥ 1, got ${show(maxIterations)}.`);
  return { tolerance, maxIterations };
}

function requireChannel(channel: readonly ArrayLike<number>[]): void {
  const width = channel[0]?.length ?? 0;
  if (width === 0)
    throw new UserError('channelCapacity: a channel[input][output] of at least one of each is wanted.');
  for (const [x, row] of channel.entries()) {
    let sum = 0;
    for (let y = 0; y < row.length; y++) sum = row[y]! >= 0 ? sum + row[y]! : Number.NaN;
    if (row.length === width && Math.abs(sum - 1) <= ROUNDING) continue;
    throw new UserError(
      `channelCapacity: input ${x} needs ${width} probabilities of sum 1, got ${row.length} of sum ${sum}.`,
    );
  }
}
