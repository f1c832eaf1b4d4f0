// Finite decision processes drawn at random: for properties that hold in all of them.
import { FiniteMDP, type MDPOutcome } from '../src/envs/mdp/index.js';
import { Generator } from '../src/random/index.js';

export interface RandomMDP {
  mdp: FiniteMDP;
  gamma: number;
  /** Probabilities of the actions in each state. */
  policy: Float64Array;
  rng: Generator;
}

/** Up to 8 states and 4 actions, some of which are not to be had; outcomes that end the task, γ up to 0.99. */
export function randomMDP(seed: number): RandomMDP {
  const rng = new Generator(seed);
  const states = 1 + rng.integers(8);
  const actions = 1 + rng.integers(4);
  const table = Array.from({ length: states }, () =>
    Array.from({ length: actions }, (_, a) => (a > 0 && rng.random() < 0.2 ? [] : outcomes(states, rng))),
  );
  const mdp = new FiniteMDP(table);
  const policy = new Float64Array(states * actions);
  for (let s = 0; s < states; s++) {
    const legal = Array.from({ length: actions }, (_, a) => (mdp.isLegal(s, a) ? 0.01 + rng.random() : 0));
    const sum = legal.reduce((total, x) => total + x);
    legal.forEach((x, a) => {
      policy[s * actions + a] = x / sum;
    });
  }
  return { mdp, gamma: rng.uniform(0, 0.99), policy, rng };
}

function outcomes(states: number, rng: Generator): MDPOutcome[] {
  const weights = Array.from({ length: 1 + rng.integers(4) }, () => rng.random() + 1e-3);
  const sum = weights.reduce((total, x) => total + x);
  return weights.map((weight) => ({
    probability: weight / sum,
    nextState: rng.integers(states),
    reward: rng.uniform(-10, 10),
    terminated: rng.random() < 0.1,
  }));
}
