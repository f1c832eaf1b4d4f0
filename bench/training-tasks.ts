// The trainings that are timed, and the same in Stable-Baselines3's words. They last for seconds, as real ones do: the
// first tenth of a second is the compiler's.

export interface TrainingTask {
  name: string;
  title: string;
  /** The class that trains, in both libraries. */
  agent: 'DQN' | 'PPO' | 'A2C' | 'SAC' | 'TD3';
  env: string;
  numEnvs: number;
  totalSteps: number;
  config: Record<string, unknown>;
  /** There is a compiled JAX program of it. */
  jax?: boolean;
  /** Stable-Baselines3 does not have it. */
  ownOnly?: boolean;
  /** Floating-point operations of its matrix products per environment step, in millions: the lower bound of its work. */
  megaflops?: number;
  /** Steps at the start that do none of it. */
  idleSteps?: number;
}

/** Hyperparameters of RL Baselines3 Zoo. */
const ZOO_DQN = {
  ...{
    learningRate: 2.3e-3,
    batchSize: 64,
    bufferSize: 100_000,
    learningStarts: 1000,
    targetUpdateInterval: 10,
  },
  ...{ trainFreq: 256, gradientSteps: 128, explorationFraction: 0.16, explorationFinalEps: 0.04 },
  hiddenSizes: [256, 256],
};
const ZOO_PPO = {
  ...{ nSteps: 32, batchSize: 256, gaeLambda: 0.8, gamma: 0.98, nEpochs: 20 },
  ...{ learningRate: 'linear:1e-3:0', clipRange: 'linear:0.2:0' },
};
const ZOO_PPO_PENDULUM = {
  ...{ nSteps: 1024, gaeLambda: 0.95, gamma: 0.9, nEpochs: 10, learningRate: 1e-3, clipRange: 0.2 },
  ...{ actionStd: 'sde', sdeSampleFreq: 4 },
};
const ZOO_A2C_PENDULUM = {
  ...{ nSteps: 8, gaeLambda: 0.9, gamma: 0.9, vfCoef: 0.4, maxGradNorm: 0.5, learningRate: 'linear:7e-4:0' },
  ...{ actionStd: 'sde', logStdInit: -2, orthoInit: false },
};

/** An update a step from the first full batch on; noise on actions is left out on both sides. */
const CONTINUOUS = { batchSize: 256, learningStarts: 256, bufferSize: 100_000 };

/**
 * 67,072 multiply-adds of 4-256-256-2: two forward passes and a backward one, which leaves out the inputs' gradient (1,024),
 * of 64 rows, in an update for every two steps.
 */
const ZOO_DQN_MEGAFLOPS = (2 * (4 * 67_072 - 1024) * 64 * 0.5) / 1e6;

export const trainingTasks: TrainingTask[] = [
  {
    name: 'dqn',
    title: 'DQN CartPole-v1, a step of 32 every 4 (64-64)',
    agent: 'DQN',
    env: 'CartPole-v1',
    numEnvs: 1,
    totalSteps: 100_000,
    config: { learningStarts: 1000, trainFreq: 4, gradientSteps: 1, batchSize: 32, bufferSize: 100_000 },
  },
  {
    name: 'dqn-zoo',
    title: 'DQN CartPole-v1, zoo (256-256, 128 steps of 64 every 256)',
    agent: 'DQN',
    env: 'CartPole-v1',
    numEnvs: 1,
    totalSteps: 20_000,
    config: ZOO_DQN,
    megaflops: ZOO_DQN_MEGAFLOPS,
    idleSteps: 1000,
  },
  {
    name: 'dqn-prioritized',
    title: 'DQN CartPole-v1, zoo with prioritised replay',
    agent: 'DQN',
    env: 'CartPole-v1',
    numEnvs: 1,
    totalSteps: 20_000,
    config: { ...ZOO_DQN, prioritized: true },
    ownOnly: true,
    megaflops: ZOO_DQN_MEGAFLOPS,
    idleSteps: 1000,
  },
  {
    name: 'ppo',
    title: 'PPO CartPole-v1, zoo (8 environments, 20 epochs)',
    agent: 'PPO',
    env: 'CartPole-v1',
    numEnvs: 8,
    totalSteps: 100_000,
    config: ZOO_PPO,
    jax: true,
    // 26,176 multiply-adds of both networks, forward and backward, in each of 20 epochs.
    megaflops: (2 * 26_176 * 20) / 1e6,
  },
  {
    name: 'a2c',
    title: 'A2C CartPole-v1, 8 environments',
    agent: 'A2C',
    env: 'CartPole-v1',
    numEnvs: 8,
    totalSteps: 500_000,
    config: {},
  },
  {
    name: 'ppo-pendulum',
    title: 'PPO Pendulum-v1, zoo (4 environments, gSDE)',
    agent: 'PPO',
    env: 'Pendulum-v1',
    numEnvs: 4,
    totalSteps: 32_768,
    config: ZOO_PPO_PENDULUM,
  },
  {
    name: 'a2c-pendulum',
    title: 'A2C Pendulum-v1, zoo (8 environments, gSDE)',
    agent: 'A2C',
    env: 'Pendulum-v1',
    numEnvs: 8,
    totalSteps: 500_000,
    config: ZOO_A2C_PENDULUM,
  },
  {
    name: 'sac',
    title: 'SAC Pendulum-v1 (256-256, batch 256, an update a step)',
    agent: 'SAC',
    env: 'Pendulum-v1',
    numEnvs: 1,
    totalSteps: 2000,
    config: { ...CONTINUOUS, learningRate: 1e-3, gamma: 0.99, tau: 0.005, hiddenSizes: [256, 256] },
    // Forward: 8 passes of a network of 66,816 multiply-adds a row; backward: 8 more (the critics' step 4, the policy's 2,
    // through the critics to the actions 2).
    megaflops: (2 * 66_816 * 16 * 256) / 1e6,
    idleSteps: 256,
  },
  {
    name: 'td3',
    title: 'TD3 Pendulum-v1 (400-300, batch 256, an update a step)',
    agent: 'TD3',
    env: 'Pendulum-v1',
    numEnvs: 1,
    totalSteps: 2000,
    config: {
      ...{ ...CONTINUOUS, learningRate: 1e-3, gamma: 0.98, tau: 0.005, hiddenSizes: [400, 300] },
      ...{ policyDelay: 2, targetPolicyNoise: 0.2, targetNoiseClip: 0.5, actionNoise: 'none' },
    },
    // 121,750 multiply-adds a row: 9 passes for the critics (5 forward, 4 backward), 5 for the policy at every second step.
    megaflops: (2 * 121_750 * 11.5 * 256) / 1e6,
    idleSteps: 256,
  },
];

/** Hyperparameters with the same name (but for its spelling) and the same meaning in both libraries. */
// biome-ignore format: a list of words
const SAME = [
  'learningRate', 'batchSize', 'bufferSize', 'learningStarts', 'targetUpdateInterval', 'trainFreq', 'gradientSteps', 'tau',
  'explorationFraction', 'explorationInitialEps', 'explorationFinalEps', 'nSteps', 'nEpochs', 'gamma', 'gaeLambda',
  'clipRange', 'entCoef', 'vfCoef', 'maxGradNorm', 'sdeSampleFreq', 'policyDelay', 'targetPolicyNoise', 'targetNoiseClip',
];
const SAME_IN_POLICY = ['logStdInit', 'orthoInit'];

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What Stable-Baselines3's constructor and its policy are given so that they train with the task's settings. */
export function sb3Arguments({ config }: TrainingTask): {
  arguments: Record<string, unknown>;
  policy: Record<string, unknown>;
} {
  const args: Record<string, unknown> = {};
  const policy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config)) {
    if (SAME.includes(name)) args[snakeCase(name)] = value;
    else if (SAME_IN_POLICY.includes(name)) policy[snakeCase(name)] = value;
    else if (name === 'hiddenSizes') policy.net_arch = value;
    else if (name === 'actionStd' && value === 'sde') args.use_sde = true;
    else if (name === 'actionNoise' && value === 'none') args.action_noise = null;
    else throw new Error(`${name}=${value} has no counterpart in Stable-Baselines3`);
  }
  return { arguments: args, policy: policy };
}
