// Proximal policy optimisation (Schulman et al. 2017) on CartPole-v1 in one file: rollouts from parallel environments,
// generalised advantage estimation, and several epochs of the clipped objective. The library's own version, with every
// option, is src/agents/ppo.
//
//   npm run build
//   npx tsx examples/ppo.ts [seed]
import {
  Adam,
  buffer,
  Categorical,
  clipGradNorm,
  init,
  Linear,
  Module,
  makeVec,
  mseLoss,
  noGrad,
  Sequential,
  scope,
  streams,
  Tanh,
} from 'trainyard';

// Hyperparameters: rl-zoo3's for CartPole, but for a fixed clip range.
const numEnvs = 8;
const steps = 32; // per environment and rollout
const totalSteps = 100_000;
const epochs = 20;
const gamma = 0.98;
const lambda = 0.8;
const clip = 0.2;
const maxGradNorm = 0.5;
const batch = numEnvs * steps;

const seed = Number(process.argv[2] ?? 0);
const rng = streams(seed, ['init', 'policy']);
const envs = makeVec('CartPole-v1', { numEnvs });
envs.reset({ seed });

/** Two separate networks: logits of the policy and the value of a state. */
class ActorCritic extends Module {
  actor = this.network(2, 0.01);
  critic = this.network(1, 1);

  network(outputs: number, gain: number): Sequential {
    const layers = [4, 64, 64, outputs].flatMap((size, i, sizes) => {
      if (i === 0) return [];
      const linear = new Linear(sizes[i - 1]!, size, { rng: rng.init });
      init.orthogonal(linear.weight, { gain: i < 3 ? Math.SQRT2 : gain, rng: rng.init });
      init.zeros(linear.bias!);
      return i < 3 ? [linear, new Tanh()] : [linear];
    });
    return new Sequential(...layers);
  }
}

const model = new ActorCritic();
const optimizer = new Adam(model, { lr: 1e-3, eps: 1e-5 });

// Engine memory written in place: row t·numEnvs + i is step t of environment i.
const rollout = {
  states: buffer([batch, 4]),
  actions: buffer([batch], 'int32'),
  logProbs: buffer([batch]),
  advantages: buffer([batch]),
  returns: buffer([batch]),
};
const current = buffer([numEnvs, 4]);
const values = new Float32Array(batch + numEnvs);
const rewards = new Float32Array(batch);
const ends = new Uint8Array(batch);

const valuesOf = (observations: Float32Array) => {
  current.data.set(observations);
  return scope(() => noGrad(() => model.critic.forward(current).toArray()));
};

function collect() {
  for (let t = 0; t < steps; t++) {
    const row = t * numEnvs;
    const observations = envs.observations as Float32Array;
    rollout.states.data.set(observations, row * 4);
    values.set(valuesOf(observations), row);
    const [actions, logProbs] = scope(() =>
      noGrad(() => {
        const policy = new Categorical(model.actor.forward(current));
        const sample = policy.sample(rng.policy);
        return [sample.int(), policy.logProb(sample)];
      }),
    );
    rollout.actions.data.set(actions.data, row);
    rollout.logProbs.data.set(logProbs.data, row);
    envs.step(Uint8Array.from(actions.data));
    // An episode cut by the time limit goes on unseen: the value of its last state stands in for the rest.
    const cut = envs.truncated.some((flag, i) => flag === 1 && !envs.terminated[i]);
    const beyond = cut ? valuesOf(envs.finalObservations as Float32Array) : null;
    for (let i = 0; i < numEnvs; i++) {
      const truncated = envs.truncated[i] && !envs.terminated[i];
      rewards[row + i] = envs.rewards[i]! + (truncated ? gamma * beyond![i]! : 0);
      ends[row + i] = envs.terminated[i]! | envs.truncated[i]!;
    }
  }
  values.set(valuesOf(envs.observations as Float32Array), batch);
}

/** Âₜ = δₜ + γλ·Âₜ₊₁ with δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ) (Schulman et al. 2016, equation 16). */
function estimateAdvantages() {
  const running = new Float32Array(numEnvs);
  for (let row = batch - 1; row >= 0; row--) {
    const goesOn = 1 - ends[row]!;
    const delta = rewards[row]! + gamma * goesOn * values[row + numEnvs]! - values[row]!;
    const advantage = delta + gamma * lambda * goesOn * running[row % numEnvs]!;
    running[row % numEnvs] = advantage;
    rollout.advantages.data[row] = advantage;
    rollout.returns.data[row] = advantage + values[row]!;
  }
}

/** One epoch over the whole rollout (its 256 steps are one minibatch). */
function update() {
  scope(() => {
    const { states, actions, logProbs, advantages, returns } = rollout;
    const normalised = advantages.sub(advantages.mean()).div(advantages.std().add(1e-8));
    const policy = new Categorical(model.actor.forward(states));
    const ratio = policy.logProb(actions).sub(logProbs).exp();
    const clipped = ratio.clamp(1 - clip, 1 + clip);
    const policyLoss = ratio.mul(normalised).minimum(clipped.mul(normalised)).mean().neg();
    const valueLoss = mseLoss(model.critic.forward(states).squeeze(1), returns);
    optimizer.zeroGrad();
    policyLoss.add(valueLoss.mul(0.5)).backward();
    clipGradNorm(optimizer, maxGradNorm);
    optimizer.step();
  });
}

const lengths = new Float32Array(numEnvs);
const recent: number[] = [];
for (let step = batch, rollouts = 1; step <= totalSteps; step += batch, rollouts++) {
  optimizer.lr = 1e-3 * (1 - step / totalSteps);
  collect();
  estimateAdvantages();
  for (let epoch = 0; epoch < epochs; epoch++) update();
  for (let row = 0; row < batch; row++) {
    lengths[row % numEnvs]! += 1;
    if (!ends[row]) continue;
    recent.push(lengths[row % numEnvs]!);
    lengths[row % numEnvs] = 0;
  }
  recent.splice(0, Math.max(0, recent.length - 100));
  const mean = recent.reduce((sum, value) => sum + value, 0) / recent.length;
  if (rollouts % 40 === 0)
    console.log(`step ${step}: mean return of the last 100 episodes ${mean.toFixed(0)}`);
}
