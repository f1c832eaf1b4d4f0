// REINFORCE (Williams 1992) on CartPole-v1 in one file, with nothing hidden: a policy network, whole episodes, and the
// gradient of −Σ log π(a|s)·G. The library's own version is src/agents/reinforce.
//
//   npm run build
//   npx tsx examples/reinforce.ts [seed]
import {
  Adam,
  buffer,
  Categorical,
  Linear,
  make,
  noGrad,
  ReLU,
  Sequential,
  scope,
  streams,
  tensor,
} from 'trainyard';

const gamma = 0.99;
const episodes = 600;
const seed = Number(process.argv[2] ?? 0);
const rng = streams(seed, ['init', 'policy']);

const env = make('CartPole-v1');
const policy = new Sequential(
  new Linear(4, 128, { rng: rng.init }),
  new ReLU(),
  new Linear(128, 2, { rng: rng.init }),
);
const optimizer = new Adam(policy, { lr: 2e-3 });
const state = buffer([1, 4]);

/** Draws an action from π(·|observation). Nothing made inside a scope outlives it: no memory to look after. */
function act(observation: Float32Array): number {
  state.data.set(observation);
  return scope(() => noGrad(() => new Categorical(policy.forward(state)).sample(rng.policy).item()));
}

/** Gₜ = rₜ + γ·Gₜ₊₁, brought to mean 0 and deviation 1: a crude baseline that keeps the step size steady. */
function normalisedReturns(rewards: number[]): Float32Array {
  const returns = new Float32Array(rewards.length);
  let g = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    g = rewards[t]! + gamma * g;
    returns[t] = g;
  }
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length;
  return returns.map((value) => (value - mean) / (Math.sqrt(variance) + 1e-8));
}

let average = 20;
for (let episode = 1; episode <= episodes; episode++) {
  const [observations, actions, rewards]: [number[], number[], number[]] = [[], [], []];
  let { observation } = env.reset(episode === 1 ? { seed } : {});
  for (let done = false; !done; ) {
    const action = act(observation);
    const step = env.step(action);
    observations.push(...observation);
    actions.push(action);
    rewards.push(step.reward);
    observation = step.observation;
    done = step.terminated || step.truncated;
  }

  const states = tensor(observations, { shape: [actions.length, 4] });
  const taken = tensor(actions, { dtype: 'int32' });
  const logProb = new Categorical(policy.forward(states)).logProb(taken);
  const loss = logProb
    .mul(tensor(normalisedReturns(rewards)))
    .mean()
    .neg();
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();

  average += 0.05 * (rewards.length - average);
  if (episode % 50 === 0) console.log(`episode ${episode}: average return ${average.toFixed(0)}`);
}
