// Equal seeds give equal trainings, bit for bit, from version to version: hashes of weights and metrics recorded by
// `UPDATE_HASHES=1 npx vitest run test/training-hashes.test.ts`. A change is a decision, to be explained in the commit.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { algorithm } from '../src/agents/index.js';
import '../src/envs/bandits/index.js';
import '../src/envs/multi/index.js';
import '../src/envs/small-worlds/index.js';
import { makeVec } from '../src/envs/index.js';
import { backend, useBackend } from '../src/tensor/index.js';

const FILE = new URL('golden/training-hashes.json', import.meta.url);
const recorded: Record<string, Hashes> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
const update = Boolean(process.env.UPDATE_HASHES);

interface Hashes {
  weights: string;
  metrics: string;
}

interface Case {
  algo: string;
  env: string;
  numEnvs?: number;
  steps: number;
  config: Record<string, unknown>;
}

const dqn = { learningStarts: 100, targetUpdateInterval: 60, hiddenSizes: [32, 16], learningRate: 1e-3 };
const continuous = {
  ...{ learningStarts: 100, batchSize: 32, trainFreq: 2, hiddenSizes: [24, 16], learningRate: 1e-3 },
  logInterval: 2,
};
const ppo = { nSteps: 64, batchSize: 64, nEpochs: 3, hiddenSizes: [16, 16] };
const sequences = { memorySize: 8, batchSize: 8, sequenceLength: 6, trainFreq: 2 };
const memory = { nSteps: 32, batchSize: 64, nEpochs: 2, hiddenSizes: [16], memorySize: 8 };

const cases: Record<string, Case> = {
  dqn: { algo: 'dqn', env: 'CartPole-v1', steps: 1500, config: dqn },
  'dqn double, adamw, small ring, 3 environments': {
    algo: 'dqn',
    env: 'CartPole-v1',
    numEnvs: 3,
    steps: 1500,
    config: {
      ...dqn,
      doubleQ: true,
      optimizer: 'adamw',
      bufferSize: 500,
      loss: 'mse',
      tau: 0.5,
      gradientSteps: -1,
    },
  },
  'dqn one-hot, exponential by episode, rmsprop': {
    algo: 'dqn',
    env: 'FrozenLake-v1',
    steps: 1200,
    config: { ...dqn, explorationSchedule: 'exponential', explorationUnit: 'episode', optimizer: 'rmsprop' },
  },
  'dqn tuple, schedule': {
    algo: 'dqn',
    env: 'Blackjack-v1',
    steps: 1000,
    config: { ...dqn, learningRate: 'linear:1e-3:0' },
  },
  'dqn masks': { algo: 'dqn', env: 'Taxi-v4', steps: 1000, config: { ...dqn, logInterval: 1 } },
  'dqn bits as bytes': { algo: 'dqn', env: 'GridworldRandom-v0', steps: 1000, config: dqn },
  'dqn with all its parts': {
    algo: 'dqn',
    env: 'Taxi-v4',
    numEnvs: 2,
    steps: 1000,
    config: {
      ...dqn,
      nSteps: 3,
      prioritized: true,
      dueling: true,
      noisy: true,
      doubleQ: true,
      normalizeObservations: true,
      logInterval: 1,
    },
  },
  'dqn, curious': {
    algo: 'dqn',
    env: 'CartPole-v1',
    numEnvs: 2,
    steps: 600,
    config: { ...dqn, intrinsic: { type: 'icm', encoderSizes: [8], hiddenSizes: [16], scale: 0.5 } },
  },
  c51: { algo: 'c51', env: 'CartPole-v1', steps: 1000, config: { ...dqn, vMin: 0, vMax: 50 } },
  qrdqn: {
    algo: 'qrdqn',
    env: 'CartPole-v1',
    steps: 1000,
    config: { ...dqn, quantiles: 10, risk: 'cvar:0.5' },
  },
  iqn: {
    algo: 'iqn',
    env: 'CartPole-v1',
    steps: 1000,
    config: { ...dqn, risk: 'cvar:0.5' },
  },
  'drqn lstm, 2 environments, small ring': {
    algo: 'drqn',
    env: 'CartPoleNoVel-v1',
    numEnvs: 2,
    steps: 600,
    config: { ...dqn, ...sequences, bufferSize: 300, logInterval: 2 },
  },
  'drqn gru, masks, rescaled values': {
    algo: 'drqn',
    env: 'Taxi-v4',
    steps: 600,
    config: { ...dqn, ...sequences, cell: 'gru', valueRescaling: true, logInterval: 1 },
  },
  rainbow: { algo: 'rainbow', env: 'CartPole-v1', steps: 1000, config: { ...dqn, vMin: 0, vMax: 50 } },
  'dist-dqn, copies, unzeroed gradients': {
    algo: 'dist-dqn',
    env: 'CartPole-v1',
    steps: 800,
    config: {
      ...{ ...dqn, stepReward: 1, terminalReward: -10, extraCopies: 3, bufferSize: 400 },
      ...{ optimizer: 'sgd', momentum: 1, learningRate: 1e-5 },
    },
  },
  'ddpg, Ornstein-Uhlenbeck noise': {
    algo: 'ddpg',
    env: 'Pendulum-v1',
    steps: 1000,
    config: { ...continuous, actionNoise: 'ornstein-uhlenbeck', noiseSigma: 'linear:0.5:0.1' },
  },
  'td3, 2 environments, small ring': {
    algo: 'td3',
    env: 'Pendulum-v1',
    numEnvs: 2,
    steps: 1000,
    config: { ...continuous, bufferSize: 300, gradientSteps: -1 },
  },
  sac: { algo: 'sac', env: 'Pendulum-v1', steps: 1000, config: continuous },
  'sac sde, fixed temperature, schedule': {
    algo: 'sac',
    env: 'MountainCarContinuous-v0',
    steps: 2500,
    config: {
      ...{ ...continuous, trainFreq: 8, entCoef: 0.1, actionStd: 'sde', sdeSampleFreq: 4 },
      ...{ learningRate: 'linear:1e-3:0', logInterval: 1 },
    },
  },
  tqc: { algo: 'tqc', env: 'Pendulum-v1', steps: 1000, config: { ...continuous, nCritics: 2, quantiles: 6 } },
  crossq: {
    algo: 'crossq',
    env: 'Pendulum-v1',
    steps: 1000,
    config: { ...continuous, criticHiddenSizes: [24, 16], renormWarmup: 200 },
  },
  'sac-discrete': { algo: 'sac-discrete', env: 'CartPole-v1', steps: 800, config: continuous },
  'q-learning, traces, steps that fall with visits': {
    algo: 'q-learning',
    env: 'FrozenLake-v1',
    numEnvs: 2,
    steps: 3000,
    config: { lambda: 0.7, visitDecay: 0.6, logInterval: 20 },
  },
  'double q-learning, n steps, states that are met': {
    algo: 'double-q-learning',
    env: 'Blackjack-v1',
    steps: 1500,
    config: { nSteps: 3, logInterval: 20 },
  },
  'sarsa masks': { algo: 'sarsa', env: 'Taxi-v4', steps: 2000, config: { logInterval: 2 } },
  'expected sarsa': { algo: 'expected-sarsa', env: 'Gridworld-v0', steps: 2000, config: { logInterval: 5 } },
  'monte-carlo': { algo: 'monte-carlo', env: 'FrozenLake-v1', steps: 2000, config: { logInterval: 20 } },
  'epsilon-greedy, arms that wander': {
    algo: 'epsilon-greedy',
    env: 'NonstationaryBandit-v0',
    steps: 1000,
    config: { stepSize: 0.1 },
  },
  softmax: {
    algo: 'softmax',
    env: 'AdPlacement-v0',
    numEnvs: 2,
    steps: 1000,
    config: { temperature: 'linear:2:0.2' },
  },
  ucb1: { algo: 'ucb1', env: 'GaussianBandit-v0', steps: 1000, config: {} },
  'gradient-bandit': { algo: 'gradient-bandit', env: 'BernoulliBandit-v0', steps: 1000, config: {} },
  thompson: { algo: 'thompson', env: 'BernoulliBandit-v0', steps: 1000, config: { belief: 'beta' } },
  linucb: { algo: 'linucb', env: 'LinearBandit-v0', steps: 600, config: {} },
  'neural-bandit': {
    algo: 'neural-bandit',
    env: 'AdPlacement-v0',
    numEnvs: 2,
    steps: 1000,
    config: { hiddenSizes: [16] },
  },
  'dyna-q': { algo: 'dyna-q', env: 'Taxi-v4', steps: 600, config: { prioritized: true, logInterval: 1 } },
  'smdp-q-learning': {
    algo: 'smdp-q-learning',
    env: 'FourRooms-v0',
    steps: 1000,
    config: { intraOption: true, logInterval: 1 },
  },
  lookahead: {
    algo: 'lookahead',
    env: 'CartPole-v1',
    steps: 500,
    config: { hiddenSizes: [16], horizon: 4, beamWidth: 8, logInterval: 1 },
  },
  alphazero: {
    algo: 'alphazero',
    env: 'TicTacToe-v0',
    steps: 300,
    config: { hiddenSizes: [16], selfPlaySimulations: 10, parallelGames: 4, batchSize: 16, logInterval: 5 },
  },
  reinforce: {
    algo: 'reinforce',
    env: 'CartPole-v1',
    steps: 1500,
    config: { hiddenSizes: [16], logInterval: 2 },
  },
  'reinforce baseline, 2 environments, normalised': {
    algo: 'reinforce',
    env: 'CartPole-v1',
    numEnvs: 2,
    steps: 1500,
    config: {
      hiddenSizes: [16],
      baseline: true,
      episodesPerUpdate: 3,
      lossReduction: 'mean',
      normalizeObservations: true,
      maxGradNorm: 1,
      entCoef: 0.01,
      logInterval: 2,
    },
  },
  'reinforce book': {
    algo: 'reinforce',
    env: 'CartPole-v0',
    steps: 1000,
    config: {
      weighting: 'book',
      hiddenSizes: [16],
      activation: 'leakyRelu',
      orthoInit: false,
      logInterval: 2,
    },
  },
  es: { algo: 'es', env: 'CartPole-v1', steps: 1500, config: { populationSize: 8, hiddenSizes: [8] } },
  'cem, two episodes drawn': {
    algo: 'cem',
    env: 'CartPole-v1',
    numEnvs: 2,
    steps: 1500,
    config: { populationSize: 8, episodes: 2, sampleActions: true },
  },
  'cma-es': { algo: 'cma-es', env: 'CartPole-v1', steps: 1500, config: { hiddenSizes: [4] } },
  'ars V2-t': { algo: 'ars', env: 'Pendulum-v1', steps: 9000, config: { topDirections: 4 } },
  neuroevolution: {
    algo: 'neuroevolution',
    env: 'CartPole-v1',
    steps: 1500,
    config: { populationSize: 8, episodes: 2 },
  },
  a2c: {
    algo: 'a2c',
    env: 'CartPole-v1',
    numEnvs: 4,
    steps: 2000,
    config: { hiddenSizes: [16], logInterval: 10 },
  },
  'a2c sde, normalised': {
    algo: 'a2c',
    env: 'Pendulum-v1',
    numEnvs: 4,
    steps: 2000,
    config: {
      hiddenSizes: [16],
      actionStd: 'sde',
      logStdInit: -2,
      normalizeObservations: true,
      normalizeRewards: true,
      gaeLambda: 0.9,
      orthoInit: false,
      optimizer: 'adam',
      logInterval: 10,
    },
  },
  'a2c multi-discrete': {
    algo: 'a2c',
    env: 'IdentityMultiDiscrete-v0',
    steps: 1000,
    config: { hiddenSizes: [16], normalizeAdvantage: true, sharedNetwork: true, logInterval: 10 },
  },
  ppo: { algo: 'ppo', env: 'CartPole-v1', numEnvs: 4, steps: 2000, config: ppo },
  'ppo, random-network distillation': {
    algo: 'ppo',
    env: 'CartPole-v1',
    numEnvs: 2,
    steps: 512,
    config: { ...ppo, intrinsic: { type: 'rnd', size: 8, batchSize: 50 } },
  },
  'ppo schedules, value clip, KL limit': {
    algo: 'ppo',
    env: 'CartPole-v1',
    numEnvs: 2,
    steps: 2000,
    config: {
      ...ppo,
      learningRate: 'linear:1e-3:0',
      clipRange: 'linear:0.2:0',
      clipRangeVf: 0.2,
      targetKl: 0.01,
    },
  },
  'ppo sde, normalised': {
    algo: 'ppo',
    env: 'Pendulum-v1',
    numEnvs: 2,
    steps: 2000,
    config: {
      ...ppo,
      actionStd: 'sde',
      sdeSampleFreq: 4,
      normalizeObservations: true,
      normalizeRewards: true,
    },
  },
  'ppo squashed, network deviation': {
    algo: 'ppo',
    env: 'Pendulum-v1',
    steps: 1000,
    config: { ...ppo, squashActions: true, actionStd: 'network', entCoef: 0.01 },
  },
  'ppo masks, shared': {
    algo: 'ppo',
    env: 'Taxi-v4',
    numEnvs: 2,
    steps: 1000,
    config: { ...ppo, sharedNetwork: true },
  },
  'independent-q, weights of their own': {
    algo: 'independent-q',
    env: 'ising_1d_v0',
    steps: 5000,
    config: {
      ...{ hiddenSizes: [8], parameterSharing: false, prioritized: true, trainFreq: 2, logInterval: 5 },
    },
  },
  'neighbourhood-q': {
    algo: 'neighbourhood-q',
    env: 'ising_1d_v0',
    steps: 5000,
    config: { hiddenSizes: [8], settle: 1, loss: 'huber', value: 'max', logInterval: 5 },
  },
  'mean-field-q': {
    algo: 'mean-field-q',
    env: 'ising_2d_v0',
    steps: 8000,
    config: { hiddenSizes: [8], logInterval: 20 },
  },
  ippo: { algo: 'ippo', env: 'ising_1d_v0', steps: 1000, config: { ...ppo, nSteps: 8 } },
  mappo: { algo: 'mappo', env: 'ising_1d_v0', numEnvs: 2, steps: 1000, config: { ...ppo, nSteps: 8 } },
  'self-play-ppo': {
    algo: 'self-play-ppo',
    env: 'TicTacToe-v0',
    numEnvs: 4,
    steps: 1000,
    config: { ...ppo, nSteps: 16, snapshotInterval: 4, poolSize: 2 },
  },
  'ppo bits': { algo: 'ppo', env: 'IdentityMultiBinary-v0', steps: 600, config: ppo },
  'recurrent-ppo': {
    algo: 'recurrent-ppo',
    env: 'CartPoleNoVel-v1',
    numEnvs: 4,
    steps: 1024,
    config: { ...memory, normalizeObservations: true },
  },
  'recurrent-ppo gru, shared, short sequences': {
    algo: 'recurrent-ppo',
    env: 'CueMemory-v0',
    numEnvs: 4,
    steps: 1024,
    config: { ...memory, cell: 'gru', criticMemory: 'shared', sequenceLength: 8 },
  },
  'transformer-ppo': {
    algo: 'transformer-ppo',
    env: 'CueMemory-v0',
    numEnvs: 4,
    steps: 512,
    config: { ...memory, memoryLength: 6, layers: 2, heads: 2, sequenceLength: 16 },
  },
  a3c: {
    algo: 'a3c',
    env: 'CartPole-v1',
    numEnvs: 3,
    steps: 1500,
    config: { mode: 'inline', logInterval: 5 },
  },
  'a3c sync': {
    algo: 'a3c',
    env: 'CartPole-v1',
    numEnvs: 3,
    steps: 1500,
    config: { mode: 'sync', logInterval: 5 },
  },
  'a3c book': {
    algo: 'a3c',
    env: 'CartPole-v1',
    numEnvs: 2,
    steps: 1000,
    config: {
      nSteps: 10,
      bootstrap: 'book',
      returnNorm: 'l2',
      terminalReward: -10,
      penalizeTruncation: true,
      valueActivation: 'tanh',
      maxGradNorm: 1,
      logInterval: 5,
    },
  },
  'a3c masks': { algo: 'a3c', env: 'Taxi-v4', numEnvs: 2, steps: 800, config: { logInterval: 5 } },
};

let before: string;
beforeAll(() => {
  before = backend();
  // The kernels that every machine has: others differ in their last bits.
  useBackend({ backend: 'wasm', fma: false });
});
afterAll(() => {
  useBackend({ backend: 'wasm', fma: before !== 'wasm' });
  if (update) writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
});

it.each(Object.entries(cases))('%s', async (name, { algo, env, numEnvs = 1, steps, config }) => {
  const agent = algorithm(algo).create(makeVec(env, { numEnvs }), { seed: 11, ...config });
  const rows = createHash('sha256');
  let count = 0;
  await agent.learn({
    totalSteps: steps,
    callbacks: [
      {
        onMetrics: (_, step, metrics) => {
          rows.update(JSON.stringify([step, Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))]));
          count++;
        },
      },
    ],
  });
  expect(count).toBeGreaterThan(1);
  const weights = createHash('sha256');
  for (const [key, { data }] of Object.entries(agent.weights()).sort(([a], [b]) => (a < b ? -1 : 1))) {
    weights.update(key).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const hashes = { weights: weights.digest('hex').slice(0, 16), metrics: rows.digest('hex').slice(0, 16) };
  if (update) recorded[name] = hashes;
  expect(hashes).toEqual(recorded[name]);
});
