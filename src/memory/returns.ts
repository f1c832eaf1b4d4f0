// Returns and advantages of consecutive steps.

/** `G_t = r_t + γ·G_{t+1}`, with `G_T = bootstrap`: as many returns as rewards. */
export function nStepReturns(
  rewards: ArrayLike<number>,
  { gamma, bootstrap = 0 }: { gamma: number; bootstrap?: number },
): Float64Array {
  const returns = new Float64Array(rewards.length);
  let value = bootstrap;
  for (let t = rewards.length - 1; t >= 0; t--) {
    value = rewards[t]! + gamma * value;
    returns[t] = value;
  }
  return returns;
}

export interface AdvantageInputs {
  /** Vector steps, and environments of each; arrays are time-major, `steps × numEnvs`. */
  steps: number;
  numEnvs: number;
  rewards: ArrayLike<number>;
  values: ArrayLike<number>;
  terminated: ArrayLike<number>;
  truncated: ArrayLike<number>;
  /** V of the terminal observation, read where an episode was truncated. */
  finalValues: ArrayLike<number>;
  /** V of the observations that follow the last step, one per environment. */
  lastValues: ArrayLike<number>;
}

interface Writable {
  [index: number]: number;
}

/**
 * Generalised advantage estimation (Schulman et al. 2016): `A = Σ (γλ)^l δ`, `δ = r + γ·V(s') - V(s)`.
 * λ = 1 is the n-step return minus the value, with n = the steps left.
 *
 * V(s') is 0 after a termination. After a truncation it is the terminal observation's value: the episode was cut, its
 * future goes on. Neither lets the sum run on into the next episode.
 *
 * @param out gets the advantages, and the value targets `A + V`
 */
export function generalizedAdvantages(
  inputs: AdvantageInputs,
  gamma: number,
  lambda: number,
  out: { advantages: Writable; returns: Writable },
): void {
  const { steps, numEnvs, rewards, values, terminated, truncated, finalValues, lastValues } = inputs;
  const { advantages, returns } = out;
  for (let i = 0; i < numEnvs; i++) {
    let advantage = 0;
    let nextValue = lastValues[i]!;
    for (let row = (steps - 1) * numEnvs + i; row >= 0; row -= numEnvs) {
      if (terminated[row] === 1 || truncated[row] === 1) {
        advantage = 0;
        nextValue = terminated[row] === 1 ? 0 : finalValues[row]!;
      }
      const value = values[row]!;
      advantage = rewards[row]! + gamma * nextValue - value + gamma * lambda * advantage;
      advantages[row] = advantage;
      returns[row] = advantage + value;
      nextValue = value;
    }
  }
}
