// The `low` and `high` that `reset({ options })` of the classic control tasks takes for the random start state.
import { UserError } from '../../io/errors.js';

export const RESET_BOUNDS = ['low', 'high'] as const;

/** @throws UserError when they are not numbers in order. */
export function resetBounds(
  options: Record<string, unknown>,
  defaultLow: number,
  defaultHigh: number,
): [low: number, high: number] {
  const { low = defaultLow, high = defaultHigh } = options;
  if (!Number.isFinite(low) || !Number.isFinite(high) || (low as number) > (high as number)) {
    throw new UserError(`reset options low and high must be numbers, low <= high; got ${low} and ${high}.`);
  }
  return [low as number, high as number];
}
