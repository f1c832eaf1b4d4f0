// Categorical DQN (Bellemare et al. 2017) on CartPole-v1 in one file: the network tells a probability for each of 51
// returns, and learns the distribution of r + γ·Z. The library's own version, with every option, is src/agents/c51.
//
//   npm run build
//   npx tsx examples/c51.ts [seed]
import {
  Adam,
  buffer,
  clipGradNorm,
  Linear,
  make,
  noGrad,
  polyakUpdate,
  ReLU,
  Sequential,
  scope,
  streams,
  type Tensor,
} from 'trainyard';

// Hyperparameters: rl-zoo3's for CartPole, with a narrower second layer and a falling learning rate.
const totalSteps = 50_000;
const capacity = 100_000;
const batch = 64;
const gamma = 0.99;
const [atoms, vMin, vMax] = [51, 0, 100];
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
    new Linear(64, 2 * atoms, { rng: rng.init }),
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

/** The returns z_j that have a probability each, as a row and as places 0 … 50 in a column. */
const returns = buffer([atoms]);
const places = buffer([atoms, 1]);
const delta = (vMax - vMin) / (atoms - 1);
for (let j = 0; j < atoms; j++) {
  returns.data[j] = vMin + j * delta;
  places.data[j] = j;
}

/** `[B, 2 · 51]` → the expected return of both actions, `[B, 2]`. */
function means(logits: Tensor): Tensor {
  return logits.reshape([-1, 2, atoms]).softmax(2).mul(returns).sum(2);
}

/** The distribution of one action in each row, as logits `[B, 51]`. */
function pick(logits: Tensor, chosen: Tensor): Tensor {
  const index = chosen.unsqueeze(2).expand([batch, 1, atoms]);
  return logits.reshape([batch, 2, atoms]).gather(1, index).squeeze(1);
}

function act(observation: Float32Array, epsilon: number): number {
  if (rng.policy.random() < epsilon) return rng.policy.integers(0, 2);
  current.data.set(observation);
  return scope(() => noGrad(() => means(online.forward(current)).argmax(1).item()));
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

/** The probabilities of r + γ·z_j, shared between the two atoms beside it: (1 - |b_j - k|)₊ of p_j for atom k. */
function project(probabilities: Tensor): Tensor {
  const moved = rewards.unsqueeze(1).add(discounts.unsqueeze(1).mul(returns)).clamp(vMin, vMax);
  const distance = moved.sub(vMin).div(delta).unsqueeze(1).sub(places).abs();
  return distance.neg().add(1).clamp(0, 1).mul(probabilities.unsqueeze(1)).sum(2);
}

/** m: the projected distribution of the best next action; a step down the gradient of -Σ m_j·log p_j(s, a). */
function update() {
  scope(() => {
    const targets = noGrad(() => {
      const next = target.forward(nextStates);
      return project(pick(next, means(next).argmax(1, true)).softmax(1));
    });
    const logits = pick(online.forward(states), actions);
    const loss = targets.mul(logits.logSoftmax(1)).sum(1).neg().mean();
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
