// Returns of a worker's steps between two updates.

export interface ReturnOptions {
  gamma: number;
  /** What follows the last step: V of the next state, 0 after a termination. */
  bootstrap?: number;
  /** Leaves out the first reward, as the loop of the book's listing 5.10 does by mistake. */
  skipFirst?: boolean;
}

/** `R_t = r_t + γ·R_{t+1}` with `R_T = bootstrap`: as many returns as rewards (one less with `skipFirst`). */
export function nStepReturns(
  rewards: ArrayLike<number>,
  { gamma, bootstrap = 0, skipFirst = false }: ReturnOptions,
): Float64Array {
  const first = skipFirst ? 1 : 0;
  const returns = new Float64Array(Math.max(rewards.length - first, 0));
  let value = bootstrap;
  for (let t = rewards.length - 1; t >= first; t--) {
    value = rewards[t]! + gamma * value;
    returns[t - first] = value;
  }
  return returns;
}

/** `A = r + γ·v(s') - v(s)`, with v(s') = 0 when s' is terminal. */
export function oneStepAdvantage(
  reward: number,
  value: number,
  nextValue: number,
  { gamma, terminated = false }: { gamma: number; terminated?: boolean },
): number {
  return reward + (terminated ? 0 : gamma * nextValue) - value;
}

/** Scales the numbers, in place, so that the sum of their squares is 1; zeros stay. */
export function normalizeL2(values: Float64Array): Float64Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  const length = Math.max(Math.sqrt(squares), 1e-12);
  for (let i = 0; i < values.length; i++) values[i]! /= length;
  return values;
}
