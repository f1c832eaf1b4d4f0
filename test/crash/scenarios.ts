// Short trainings of every algorithm, with something to lose everywhere: logs, checkpoints, best weights, schedules.
import { doorKeyWrappers, smallRelational } from '../../src/agents/door-key.js';
import { algorithms } from '../../src/agents/index.js';
import type { TrainOptions } from '../../src/train/index.js';

export interface Scenario {
  name: string;
  options: Omit<TrainOptions, 'out'>;
  steps: number;
}

const STEPS = 600;

const replay = {
  ...{ learningStarts: 100, bufferSize: 300, batchSize: 16, trainFreq: 2, hiddenSizes: [16] },
  learningRate: 'linear:1e-3:0',
};

const manyQ = {
  ...{ learningStarts: 100, bufferSize: 300, batchSize: 16, hiddenSizes: [8], targetUpdateInterval: 5 },
  learningRate: 'linear:1e-3:0',
};

/** Settings that let an algorithm learn within so few steps. A3C has no other modes that can be repeated. */
const settings: Record<string, Partial<TrainOptions>> = {
  dqn: {
    config: { learningStarts: 100, bufferSize: 300, targetUpdateInterval: 50, learningRate: 'linear:1e-3:0' },
  },
  cql: { config: { ...replay, targetUpdateInterval: 50 } },
  c51: { config: { ...replay, targetUpdateInterval: 50, vMin: 0, vMax: 50, atoms: 11 } },
  qrdqn: { config: { ...replay, targetUpdateInterval: 50, quantiles: 8, dueling: true }, numEnvs: 2 },
  iqn: { config: { ...replay, targetUpdateInterval: 50, dueling: true }, numEnvs: 2 },
  rainbow: { config: { ...replay, targetUpdateInterval: 50, vMin: 0, vMax: 50, atoms: 11 }, numEnvs: 2 },
  'dist-dqn': {
    config: {
      ...{ ...replay, stepReward: 1, terminalReward: -10, extraCopies: 2, atoms: 11 },
      ...{ optimizer: 'sgd', momentum: 0.9, targetUpdateInterval: 50 },
    },
  },
  drqn: {
    config: { ...replay, targetUpdateInterval: 50, memorySize: 8, sequenceLength: 6, burnIn: 2 },
    numEnvs: 2,
  },
  ddpg: { env: 'Pendulum-v1', config: { ...replay, actionNoise: 'ornstein-uhlenbeck' } },
  td3: { env: 'Pendulum-v1', config: replay, numEnvs: 2 },
  sac: { env: 'Pendulum-v1', config: { ...replay, actionStd: 'sde', sdeSampleFreq: 7 } },
  tqc: { env: 'Pendulum-v1', config: { ...replay, nCritics: 2, quantiles: 5 } },
  crossq: { env: 'Pendulum-v1', config: { ...replay, criticHiddenSizes: [16] } },
  'sac-discrete': { config: replay },
  es: { config: { populationSize: 4, normalizeObservations: true }, numEnvs: 2 },
  cem: { config: { populationSize: 4 } },
  'cma-es': { config: { populationSize: 4, hiddenSizes: [4] } },
  ars: { config: { directions: 2 } },
  neuroevolution: { config: { populationSize: 4, episodes: 1 } },
  ppo: { config: { nSteps: 32, batchSize: 32, nEpochs: 2 }, numEnvs: 2 },
  a2c: { config: { normalizeAdvantage: true }, numEnvs: 3 },
  'recurrent-ppo': { config: { nSteps: 32, batchSize: 32, nEpochs: 2 }, numEnvs: 2 },
  'transformer-ppo': { config: { nSteps: 32, batchSize: 32, nEpochs: 2, memoryLength: 12 }, numEnvs: 2 },
  'q-learning': { env: 'FrozenLake-v1', config: { lambda: 0.5, visitDecay: 0.6 }, numEnvs: 2 },
  'double-q-learning': { env: 'Blackjack-v1', config: { nSteps: 2 } },
  sarsa: { env: 'GridworldRandom-v0', config: { nSteps: 3 }, numEnvs: 2 },
  'expected-sarsa': { env: 'Taxi-v4', config: { lambda: 0.8, traces: 'accumulating' } },
  'monte-carlo': { env: 'FrozenLake-v1', config: { visitDecay: 1 }, numEnvs: 2 },
  'value-iteration': { env: 'FrozenLake8x8-v1', config: { method: 'prioritized' } },
  'policy-iteration': { env: 'Taxi-v4' },
  'dyna-q': { env: 'Taxi-v4', config: { prioritized: true } },
  'smdp-q-learning': { env: 'FourRooms-v0', config: { intraOption: true } },
  lookahead: { config: { hiddenSizes: [8], horizon: 3, beamWidth: 8, gradientSteps: 1 } },
  mcts: { env: 'TicTacToe-v0', config: { simulations: 20 } },
  alphazero: {
    env: 'TicTacToe-v0',
    config: {
      ...{ hiddenSizes: [8], simulations: 8, selfPlaySimulations: 8, parallelGames: 4, batchSize: 16 },
      learningRate: 'linear:1e-3:0',
    },
  },
  'epsilon-greedy': { env: 'NonstationaryBandit-v0', config: { stepSize: 0.1 } },
  softmax: { env: 'AdPlacement-v0', config: { temperature: 'linear:1:0.1' }, numEnvs: 2 },
  ucb1: { env: 'BernoulliBandit-v0' },
  'gradient-bandit': { env: 'GaussianBandit-v0' },
  thompson: { env: 'BernoulliBandit-v0', config: { belief: 'beta' } },
  linucb: { env: 'LinearBandit-v0' },
  'neural-bandit': { env: 'AdPlacement-v0', numEnvs: 2 },
  'independent-q': {
    env: 'ising_1d_v0',
    envOptions: { blind: true },
    config: { ...manyQ, parameterSharing: false },
  },
  'neighbourhood-q': { env: 'ising_1d_v0', envOptions: { blind: true }, config: { ...manyQ, settle: 1 } },
  'mean-field-q': { env: 'battle_book_v0', envOptions: { mapSize: 14, agentsPerSide: 4 }, config: manyQ },
  ippo: { env: 'ising_2d_v0', envOptions: { size: 4 }, config: { nSteps: 8, batchSize: 32, nEpochs: 2 } },
  mappo: { env: 'ising_2d_v0', envOptions: { size: 4 }, config: { nSteps: 8, batchSize: 32, nEpochs: 2 } },
  'self-play-ppo': {
    env: 'TicTacToe-v0',
    config: { nSteps: 16, batchSize: 32, nEpochs: 2, snapshotInterval: 2, poolSize: 3 },
    numEnvs: 4,
  },
  a3c: { numEnvs: 3 },
  'a3c-sync': { algo: 'a3c', config: { mode: 'sync' }, numEnvs: 2 },
  'dqn-icm': {
    algo: 'dqn',
    config: { ...replay, targetUpdateInterval: 50, intrinsic: { type: 'icm', encoderSizes: [8] } },
    numEnvs: 2,
  },
  'dqn-count': {
    ...{ algo: 'dqn', env: 'FrozenLake-v1' },
    config: { ...replay, targetUpdateInterval: 50, intrinsic: 'count' },
  },
  'dqn-relational': {
    ...{ algo: 'dqn', env: 'MiniGrid-DoorKey-5x5-v0', wrappers: [...doorKeyWrappers] },
    config: {
      ...{ ...replay, targetUpdateInterval: 50, nSteps: 3, prioritized: true, doubleQ: true },
      ...{ features: smallRelational, hiddenSizes: [] },
    },
    numEnvs: 2,
  },
  'ppo-relational': {
    ...{ algo: 'ppo', env: 'MiniGrid-DoorKey-5x5-v0', wrappers: [...doorKeyWrappers], numEnvs: 2 },
    config: { nSteps: 32, batchSize: 32, nEpochs: 2, features: smallRelational, hiddenSizes: [] },
  },
  'ppo-rnd': {
    algo: 'ppo',
    config: { nSteps: 32, batchSize: 32, nEpochs: 2, intrinsic: { type: 'rnd', size: 8, batchSize: 20 } },
    numEnvs: 2,
  },
};

/** Every algorithm that learns in an environment; one without settings here trains with its defaults. */
export function scenarios(): Scenario[] {
  const online = algorithms().filter(({ needsDataset }) => !needsDataset);
  const names = new Set([...online.map(({ id }) => id), ...Object.keys(settings)]);
  return [...names].map((name) => ({
    name,
    steps: STEPS,
    options: {
      ...{ env: 'CartPole-v1', algo: name, totalSteps: STEPS, seed: 5, preset: false },
      ...{ evaluation: { every: 70, episodes: 2 }, checkpoint: { every: 110 } },
      ...settings[name],
    },
  }));
}
