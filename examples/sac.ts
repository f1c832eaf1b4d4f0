// Soft actor-critic (Haarnoja et al. 2018) on Pendulum-v1 in one file: a squashed normal policy, two critics with slowly
// following targets, and a temperature that keeps the policy's entropy near its target. The library's own version, with
// every option, is src/agents/sac.
//
//   npm run build
//   npx tsx examples/sac.ts [seed]
import {
  Adam,
  buffer,
  cat,
  Linear,
  Module,
  make,
  mseLoss,
  noGrad,
  Parameter,
  polyakUpdate,
  ReLU,
  Sequential,
  SquashedNormal,
  scope,
  streams,
  type Tensor,
  tensor,
} from 'trainyard';

// Hyperparameters: rl-zoo3's for Pendulum, with a quarter of its units, half its batch and a learning rate that falls to 0.
const totalSteps = 10_000;
const learningStarts = 100;
const capacity = totalSteps;
const hidden = 64;
const batch = 128;
const gamma = 0.99;
const tau = 0.005;
const lr = 1e-3;

const seed = Number(process.argv[2] ?? 0);
const rng = streams(seed, ['init', 'policy', 'replay', 'noise']);
const env = make('Pendulum-v1');
const [states, actions, torque] = [3, 1, 2];

const mlp = (inputs: number, outputs: number) =>
  new Sequential(
    new Linear(inputs, hidden, { rng: rng.init }),
    new ReLU(),
    new Linear(hidden, hidden, { rng: rng.init }),
    new ReLU(),
    new Linear(hidden, outputs, { rng: rng.init }),
  );

/** Q₁ and Q₂ of states and actions in [-1, 1]. */
class Critics extends Module {
  first = mlp(states + actions, 1);
  second = mlp(states + actions, 1);

  override forward(s: Tensor, a: Tensor): [Tensor, Tensor] {
    const inputs = cat([s, a], 1);
    return [this.first.forward(inputs).squeeze(1), this.second.forward(inputs).squeeze(1)];
  }

  smallest(s: Tensor, a: Tensor): Tensor {
    const [q1, q2] = this.forward(s, a);
    return q1.minimum(q2);
  }
}

const actor = mlp(states, 2 * actions);
const critics = new Critics();
const targets = new Critics();
targets.loadStateDict(critics.stateDict());
const logAlpha = new Parameter(tensor([0]));
const targetEntropy = -actions;
const actorOptimizer = new Adam(actor, { lr });
const criticOptimizer = new Adam(critics, { lr });
const alphaOptimizer = new Adam([logAlpha], { lr });

/** π(·|s) on [-1, 1]. */
function policy(s: Tensor): SquashedNormal {
  const outputs = actor.forward(s);
  return new SquashedNormal(
    outputs.slice(1, 0, actions),
    outputs.slice(1, actions, 2 * actions).clamp(-20, 2),
  );
}

// The replay memory: a row per step. A task that ends never stops here: Pendulum is only cut by its time limit.
const memory = {
  states: new Float32Array(capacity * states),
  nextStates: new Float32Array(capacity * states),
  actions: new Float32Array(capacity * actions),
  rewards: new Float32Array(capacity),
};
const drawn = {
  states: buffer([batch, states]),
  nextStates: buffer([batch, states]),
  actions: buffer([batch, actions]),
  rewards: buffer([batch]),
};

function sample(size: number) {
  for (let i = 0; i < batch; i++) {
    const row = rng.replay.integers(0, size);
    drawn.states.data.set(memory.states.subarray(row * states, (row + 1) * states), i * states);
    drawn.nextStates.data.set(memory.nextStates.subarray(row * states, (row + 1) * states), i * states);
    drawn.actions.data[i] = memory.actions[row]!;
    drawn.rewards.data[i] = memory.rewards[row]!;
  }
}

function learn() {
  scope(() => {
    const alpha = Math.exp(logAlpha.item());
    // y = r + γ·(min Q'(s', a') - α·log π(a'|s')), a' ~ π(·|s')
    const goal = noGrad(() => {
      const next = policy(drawn.nextStates).rsample(rng.noise);
      const value = targets.smallest(drawn.nextStates, next.value).sub(next.logProb.mul(alpha));
      return drawn.rewards.add(value.mul(gamma));
    });
    const [q1, q2] = critics.forward(drawn.states, drawn.actions);
    criticOptimizer.zeroGrad();
    mseLoss(q1, goal).add(mseLoss(q2, goal)).mul(0.5).backward();
    criticOptimizer.step();
    // α·log π(a|s) - min Q(s, a), a ~ π(·|s), through the draw; the critics stand still.
    for (const parameter of critics.parameters()) parameter.requiresGrad = false;
    const { value, logProb } = policy(drawn.states).rsample(rng.noise);
    actorOptimizer.zeroGrad();
    logProb.mul(alpha).sub(critics.smallest(drawn.states, value)).mean().backward();
    actorOptimizer.step();
    for (const parameter of critics.parameters()) parameter.requiresGrad = true;
    // -log α·(log π + H̄)
    alphaOptimizer.zeroGrad();
    logAlpha.mul(logProb.detach().add(targetEntropy)).mean().neg().backward();
    alphaOptimizer.step();
    polyakUpdate(critics, targets, tau);
  });
}

function act(observation: Float32Array, step: number): number {
  if (step < learningStarts) return rng.policy.uniform(-1, 1);
  return scope(() =>
    noGrad(() =>
      policy(tensor(observation, { shape: [1, states] }))
        .sample(rng.policy)
        .item(),
    ),
  );
}

let { observation } = env.reset({ seed });
let score = 0;
const recent: number[] = [];
for (let step = 0; step < totalSteps; step++) {
  const action = act(observation, step);
  const result = env.step(Float32Array.of(action * torque));
  memory.states.set(observation, step * states);
  memory.nextStates.set(result.observation, step * states);
  memory.actions[step] = action;
  memory.rewards[step] = result.reward;
  score += result.reward;
  observation = result.observation;
  if (step >= learningStarts) {
    for (const optimizer of [actorOptimizer, criticOptimizer, alphaOptimizer])
      optimizer.lr = lr * (1 - step / totalSteps);
    sample(step + 1);
    learn();
  }
  if (!result.terminated && !result.truncated) continue;
  recent.push(score);
  score = 0;
  observation = env.reset().observation;
  if (recent.length % 10 !== 0) continue;
  const last = recent.slice(-20);
  const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
  console.log(`step ${step + 1}: mean return of the last ${last.length} episodes ${mean.toFixed(0)}`);
}
