// Whether a policy that planning found earns, when it is played, what its values promise.
import { make } from '../src/envs/index.js';
import { mdpOf, solvePolicy } from '../src/envs/mdp/index.js';

/** Episodes of a deterministic world whose return equals the value of their start under γ = 1. */
export function playOptimally(
  id: string,
  policy: Int32Array,
  episodes: number,
): { wanted: number; met: number } {
  const { mdp, stateOf } = mdpOf(id);
  const values = solvePolicy(mdp, policy, 1);
  const env = make(id);
  let met = 0;
  for (let seed = 0; seed < episodes; seed++) {
    let { observation } = env.reset({ seed }) as { observation: unknown };
    const promised = values[stateOf(observation)]!;
    let total = 0;
    for (let over = false; !over; ) {
      const result = env.step(policy[stateOf(observation)]! as never);
      total += result.reward;
      observation = result.observation;
      over = result.terminated || result.truncated;
    }
    if (Math.abs(total - promised) < 1e-9) met++;
  }
  return { wanted: episodes, met };
}
