// Deep Q-learning (Mnih et al. 2015) on CartPole-v1 in one file: ε-greedy steps into a replay memory, and gradient steps
// towards the values of a target network. The library's own version, with every option, is src/agents/dqn.
//
//   npm run build
//   npx tsx examples/dqn.ts [seed]
import {
  Adam,
  buffer,
  clipGradNorm,
  huberLoss,
  Linear,
  make,
  noGrad,
  polyakUpdate,
  ReLU,
  Sequential,
  scope,
  streams,
} from 'trainyard';

// Hyperparameters: rl-zoo3's for CartPole, with a narrower second layer and a falling learning rate.
const totalSteps = 50_000;
const capacity = 100_000;
const batch = 64;
const gamma = 0.99;
const learningStarts = 1000;
const trainFreq = 256;
const gradientSteps = 128;
const targetInterval = 10;
const [finalEpsilon, explorationSteps] = [0.04, 0.16 * totalSteps];

const seed = Number(process.argv[2] ?? 0);
const rng = streams(seed, ['init', 'policy', 'replay']);
const env = make('CartPole-v1');

const network = () =>
  new Sequential(
    new Linear(4, 256, { rng: rng.init }),
    new ReLU(),
    new Linear(256, 64, { rng: rng.init }),
    new ReLU(),
    new Linear(64, 2, { rng: rng.init }),
  );
const online = network();
const target = network();
polyakUpdate(online, target, 1);
const optimizer = new Adam(online, { lr: 2.3e-3 });

// The memory: a ring of transitions (s, a, r, s', terminated).
const memory = {
  states: new Float32Array(capacity * 4),
  actions: new Int32Array(capacity),
  rewards: new Float32Array(capacity),
  nextStates: new Float32Array(capacity * 4),
  terminated: new Uint8Array(capacity),
  added: 0,
};

// Engine memory that minibatches are written into.
const states = buffer([batch, 4]);
const actions = buffer([batch, 1], 'int32');
const rewards = buffer([batch]);
const nextStates = buffer([batch, 4]);
const discounts = buffer([batch]);
const current = buffer([1, 4]);

function act(observation: Float32Array, epsilon: number): number {
  if (rng.policy.random() < epsilon) return rng.policy.integers(0, 2);
  current.data.set(observation);
  return scope(() => noGrad(() => online.forward(current).argmax(1).item()));
}

function sample() {
  const size = Math.min(memory.added, capacity);
  for (let i = 0; i < batch; i++) {
    const row = rng.replay.integers(0, size);
    states.data.set(memory.states.subarray(row * 4, row * 4 + 4), i * 4);
    nextStates.data.set(memory.nextStates.subarray(row * 4, row * 4 + 4), i * 4);
    actions.data[i] = memory.actions[row]!;
    rewards.data[i] = memory.rewards[row]!;
    // Only a termination ends the future; an episode cut by the time limit would have gone on.
    discounts.data[i] = memory.terminated[row] ? 0 : gamma;
  }
}

/** y = r + γ·max_a Q'(s', a), and a step down the gradient of Huber's loss of Q(s, a) - y. */
function update() {
  scope(() => {
    const targets = noGrad(() => rewards.add(target.forward(nextStates).max(1).values.mul(discounts)));
    const q = online.forward(states).gather(1, actions).squeeze(1);
    const loss = huberLoss(q, targets);
    optimizer.zeroGrad();
    loss.backward();
    clipGradNorm(optimizer, 10);
    optimizer.step();
  });
}

let observation = env.reset({ seed }).observation as Float32Array;
let length = 0;
const recent: number[] = [];
for (let step = 1; step <= totalSteps; step++) {
  const epsilon =
    step < learningStarts ? 1 : Math.max(finalEpsilon, 1 - (step / explorationSteps) * (1 - finalEpsilon));
  const action = act(observation, epsilon);
  const result = env.step(action);
  const row = memory.added++ % capacity;
  memory.states.set(observation, row * 4);
  memory.actions[row] = action;
  memory.rewards[row] = result.reward;
  memory.nextStates.set(result.observation, row * 4);
  memory.terminated[row] = result.terminated ? 1 : 0;
  observation = result.observation;
  length++;
  if (result.terminated || result.truncated) {
    recent.push(length);
    length = 0;
    observation = env.reset().observation;
  }
  if (step % targetInterval === 0) polyakUpdate(online, target, 1);
  if (step > learningStarts && step % trainFreq === 0) {
    optimizer.lr = 2.3e-3 * (1 - step / totalSteps);
    for (let i = 0; i < gradientSteps; i++) {
      sample();
      update();
    }
  }
  if (step % 5000 === 0) {
    const last = recent.slice(-50);
    const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
    console.log(
      `step ${step}  ε ${epsilon.toFixed(2)}  mean length of the last ${last.length} episodes ${mean.toFixed(1)}`,
    );
  }
}
