// Tuned settings of DQN, by environment.
import { adjusted, type Presets } from '../define.js';

/**
 * Those of rl-zoo3 with a narrow second layer (a quarter of the work of 256-256) and a falling learning rate, without
 * which the greedy policy keeps losing what it had learnt.
 */
const cartPole = {
  totalSteps: 50_000,
  config: {
    learningRate: 'linear:2.3e-3:0',
    batchSize: 64,
    bufferSize: 100_000,
    learningStarts: 1000,
    targetUpdateInterval: 10,
    trainFreq: 256,
    gradientSteps: 128,
    explorationFraction: 0.16,
    explorationFinalEps: 0.04,
    hiddenSizes: [256, 64],
  },
};

/** Small worlds of one-hot states: a short memory, frequent updates, and half of the run to explore. */
const tabular = {
  learningRate: 1e-3,
  batchSize: 64,
  bufferSize: 50_000,
  learningStarts: 1000,
  targetUpdateInterval: 500,
  trainFreq: 4,
  gradientSteps: 2,
  explorationFraction: 0.5,
  explorationFinalEps: 0.1,
  hiddenSizes: [64],
};

/** Steps that shrink to nothing, where what was learnt must stay. */
const settling = { ...tabular, learningRate: 'linear:1e-3:0' };

/** Ten steps of reward at a time carry the only good news there is back to the start; velocities are tiny unscaled. */
const mountainCar = {
  totalSteps: 120_000,
  config: {
    learningRate: 'linear:2e-3:0',
    batchSize: 128,
    bufferSize: 50_000,
    learningStarts: 1000,
    targetUpdateInterval: 600,
    trainFreq: 16,
    gradientSteps: 8,
    explorationFraction: 0.2,
    explorationFinalEps: 0.07,
    hiddenSizes: [64, 64],
    nSteps: 10,
    normalizeObservations: true,
  },
};

/** Those of rl-zoo3 with a falling learning rate. */
const lander = {
  totalSteps: 100_000,
  config: {
    learningRate: 'linear:6.3e-4:0',
    batchSize: 128,
    bufferSize: 50_000,
    learningStarts: 1000,
    targetUpdateInterval: 250,
    trainFreq: 4,
    gradientSteps: 4,
    explorationFraction: 0.12,
    explorationFinalEps: 0.1,
    hiddenSizes: [256, 256],
  },
};

/** Prioritised replay and a dueling network are worth eight steps an episode here, more than all other settings. */
const acrobot = adjusted(lander, {
  explorationFinalEps: 0.05,
  doubleQ: true,
  dueling: true,
  prioritized: true,
});

export const dqnPresets: Presets = {
  'CartPole-v0': cartPole,
  'CartPole-v1': cartPole,
  'Acrobot-v1': acrobot,
  'MountainCar-v0': mountainCar,
  'LunarLander-v3': lander,
  // Every state is as good as any other that does not solve it, so that nothing is learnt without hindsight.
  'BitFlipping-v0': {
    totalSteps: 30_000,
    config: {
      hindsight: 'future',
      nSampledGoal: 4,
      gamma: 0.98,
      learningRate: 1e-3,
      batchSize: 128,
      bufferSize: 100_000,
      learningStarts: 1000,
      targetUpdateInterval: 500,
      trainFreq: 15,
      gradientSteps: 15,
      explorationFraction: 0.5,
      hiddenSizes: [256],
    },
  },
  'FrozenLake-v1': { totalSteps: 60_000, config: tabular },
  'FrozenLake8x8-v1': { totalSteps: 200_000, config: settling },
  'Taxi-v4': { totalSteps: 100_000, config: settling },
  'Gridworld-v0': { totalSteps: 20_000, config: { ...settling, gamma: 0.9 } },
  'GridworldPlayer-v0': {
    totalSteps: 50_000,
    config: { ...settling, gamma: 0.9 },
  },
  'CliffWalking-v1': { totalSteps: 30_000, config: tabular },
  'Blackjack-v1': { totalSteps: 50_000, config: tabular },
  // Graph layers read the networks: nothing else learns from ones it has never seen.
  'Routing-v0': {
    totalSteps: 20_000,
    config: {
      features: { type: 'graph', layer: 'gcn' },
      gamma: 0.95,
      learningRate: 1e-3,
      batchSize: 64,
      bufferSize: 50_000,
      learningStarts: 500,
      targetUpdateInterval: 500,
      trainFreq: 4,
      explorationFraction: 0.3,
      hiddenSizes: [64],
    },
  },
  'GridworldRandom-v0': {
    totalSteps: 100_000,
    config: {
      ...settling,
      gamma: 0.9,
      trainFreq: 2,
      gradientSteps: 1,
      hiddenSizes: [150, 100],
    },
  },
};
