// DQN as a book and three courses print it, by name: `trainyard train --algo dqn --preset homework`.
import type { NamedPreset } from '../define.js';
import { doorKeyEvaluation, doorKeyWrappers, smallRelational } from '../door-key.js';
import { type NamedSpace, rising } from '../search-space.js';

const BOOK = 'Zai & Brown (2020)';

/** Listing 3.3: ε falls by 1/games after each game until it is 0.1; nothing is clipped. */
const book = (games: number) =>
  ({
    hiddenSizes: [150, 100],
    learningRate: 1e-3,
    gamma: 0.9,
    loss: 'mse',
    maxGradNorm: 1e9,
    trainFreq: 1,
    explorationUnit: 'episode',
    explorationEpisodes: 0.9 * games,
    explorationFinalEps: 0.1,
  }) as const;

/** Chapter 8: three grey frames of 42 x 42 through four convolutions, 42 → 21 → 11 → 6 → 3. */
const bookImages = {
  type: 'cnn',
  channels: 'first',
  convolutions: [1, 2, 3, 4].map(() => [32, 3, 2]),
  padding: 'same',
  activation: 'elu',
};

/**
 * A course's network on CartPole-v0, ε multiplied by 0.95 after each episode, four updates every 128 steps. As printed it
 * learns nothing in 20,000 episodes: ε is gone after a hundred short ones, before there were 70 updates.
 */
const assignment = {
  hiddenSizes: [64],
  activation: 'tanh',
  learningRate: 1e-3,
  gamma: 0.95,
  bufferSize: 5000,
  batchSize: 16,
  learningStarts: 128,
  trainFreq: 128,
  gradientSteps: 4,
  targetUpdateUnit: 'update',
  targetUpdateInterval: 5,
  explorationSchedule: 'exponential',
  explorationUnit: 'episode',
  explorationDecay: 0.95,
  explorationFinalEps: 0,
} as const;

/**
 * Chapter 10 without its mistakes: double Q-learning looks at s', codes are divided by 10, values are linear, a cut episode is
 * bootstrapped through. Prioritised replay takes the place of fifty copies of every transition with a reward.
 */
const doorKey = (totalSteps: number, config: Record<string, unknown>) =>
  ({
    env: 'MiniGrid-DoorKey-5x5-v0',
    totalSteps,
    envOptions: { maxSteps: 400 },
    wrappers: [...doorKeyWrappers, { name: 'RescaleReward', options: { factor: 1, offset: -0.01 } }],
    evaluation: doorKeyEvaluation,
    config: {
      hiddenSizes: [],
      doubleQ: true,
      prioritized: true,
      priorityAlpha: 0.7,
      loss: 'mse',
      bufferSize: 9000,
      learningRate: 5e-4,
      maxGradNorm: 1,
      trainFreq: 1,
      targetUpdateInterval: 100,
      explorationInitialEps: 0.5,
      explorationFinalEps: 0.5,
      ...config,
    },
  }) satisfies Omit<NamedPreset, 'summary'>;

export const dqnNamedPresets: Readonly<Record<string, NamedPreset>> = {
  'book-online': {
    summary: `${BOOK}, listing 3.3: one update a move, no memory, no target network`,
    env: 'Gridworld-v0',
    totalEpisodes: 1000,
    config: { ...book(1000), bufferSize: 1, batchSize: 1, learningStarts: 0, targetUpdateInterval: 1 },
  },
  'book-replay': {
    summary: `${BOOK}, listing 3.5: experience replay`,
    env: 'GridworldRandom-v0',
    totalEpisodes: 3000,
    config: { ...book(3000), bufferSize: 500, batchSize: 100, learningStarts: 500, targetUpdateInterval: 1 },
  },
  'book-target': {
    summary: `${BOOK}, listing 3.7: a target network`,
    env: 'GridworldRandom-v0',
    totalEpisodes: 5000,
    config: {
      ...book(5000),
      bufferSize: 2000,
      batchSize: 250,
      learningStarts: 2000,
      targetUpdateInterval: 500,
    },
  },
  'book-relational': {
    summary: `${BOOK}, listing 10.8: attention between the cells of a view, 91,597 weights`,
    ...doorKey(50_000, {
      features: {
        type: 'relational',
        channels: 'last',
        ...{ scale: 10, attention: 'slot', heads: 3, width: 64, norm: 'all', readout: 'max' },
      },
      batchSize: 50,
    }),
  },
  'small-relational': {
    summary: 'The same with one-hot planes and two heads of 32, 13,045 weights',
    ...doorKey(15_000, {
      features: smallRelational,
      // With batches of 32, three-step returns and a memory that forgets what came early, one seed of three stayed at half.
      batchSize: 64,
      bufferSize: 15_000,
      nSteps: 5,
      loss: 'huber',
      // Steps that stay at 5e-4 as printed forget and learn again, to the end.
      learningRate: 'linear:1e-3:0',
    }),
  },
  'book-convolutional': {
    summary: `${BOOK}, exercise of chapter 3: a convolutional network for boards of any size, e.g. eval --env-set size=5`,
    env: 'GridworldRandom-v0',
    totalSteps: 40_000,
    config: {
      // Filters see three cells in each direction, so from the player all of a 4 x 4 board; pooling asks whether what a
      // filter looks for is anywhere on the board, whatever its size.
      features: {
        ...{ type: 'cnn', channels: 'first', convolutions: [[64, 7, 1]], padding: 'same', pool: 'max' },
        size: 64,
      },
      hiddenSizes: [64],
      learningRate: 'linear:2e-3:0',
      gamma: 0.9,
      batchSize: 64,
      bufferSize: 50_000,
      learningStarts: 1000,
      trainFreq: 2,
      targetUpdateInterval: 500,
      explorationFraction: 0.5,
      explorationFinalEps: 0.1,
    },
  },
  'book-curiosity': {
    summary: `${BOOK}, chapter 8: curiosity alone moves a platformer's player, settings for a CPU`,
    env: 'Runner-v0',
    totalSteps: 1200,
    envOptions: { stage: [1, 1, 1], actionSet: 'COMPLEX' },
    wrappers: [
      { name: 'RepeatAction', options: { numRepeats: 6 } },
      { name: 'GrayscaleObservation', options: { method: 'max' } },
      { name: 'ResizeObservation', options: { shape: [42, 42] } },
      { name: 'FrameStack', options: { stackSize: 3 } },
      { name: 'TimeLimit', options: { maxEpisodeSteps: 150 } },
      { name: 'RecordEpisodeStatistics', options: { track: ['x_pos:max'] } },
    ],
    config: {
      features: { ...bookImages, size: 100 },
      hiddenSizes: [],
      intrinsic: { type: 'icm', features: { ...bookImages, size: null }, extrinsic: 0 },
      learningRate: 5e-4,
      // The bonus of what is met again and again fades: far rewards would be those of the past.
      gamma: 0.8,
      bufferSize: 2000,
      batchSize: 32,
      learningStarts: 150,
      trainFreq: 4,
      targetUpdateInterval: 100,
      explorationFraction: 0.15,
      explorationFinalEps: 0.15,
      logInterval: 1,
    },
  },
  assignment: {
    summary: 'a course assignment with its mistakes mended: done mask, an update a step, ε at least 0.05',
    env: 'CartPole-v0',
    totalEpisodes: 600,
    config: { ...assignment, trainFreq: 1, gradientSteps: 1, explorationFinalEps: 0.05 },
  },
  'assignment-literal': {
    summary: 'the assignment as printed, which bootstraps from states that ended the task',
    env: 'CartPole-v0',
    totalEpisodes: 20_000,
    config: { ...assignment, bootstrapTerminal: true },
  },
  lecture: {
    summary: 'a lecture’s algorithm 1: AdamW, ε = 0.2 throughout, target copied every 10 episodes',
    env: 'CartPole-v0',
    totalEpisodes: 1500,
    config: {
      hiddenSizes: [128, 64],
      optimizer: 'adamw',
      learningRate: 1e-4,
      loss: 'mse',
      batchSize: 32,
      bufferSize: 1_000_000,
      learningStarts: 320,
      trainFreq: 1,
      targetUpdateUnit: 'episode',
      targetUpdateInterval: 10,
      explorationInitialEps: 0.2,
      explorationFinalEps: 0.2,
    },
  },
  homework: {
    summary: 'a homework: one hidden layer, terminal reward −1, target copied every 50 episodes',
    env: 'CartPole-v0',
    totalEpisodes: 1000,
    config: {
      hiddenSizes: [32],
      learningRate: 1e-3,
      loss: 'mse',
      batchSize: 64,
      bufferSize: 50_000,
      learningStarts: 1000,
      trainFreq: 1,
      terminalReward: -1,
      targetUpdateUnit: 'episode',
      targetUpdateInterval: 50,
      explorationSchedule: 'exponential',
      explorationUnit: 'episode',
      explorationDecay: 0.98,
      explorationFinalEps: 0.01,
    },
  },
};

export const dqnNamedSpaces: Readonly<Record<string, NamedSpace>> = {
  assignment: {
    summary: 'the grid of the assignment: memory x episodes x decay x first ε, 16 combinations',
    preset: 'assignment-literal',
    sampler: 'grid',
    space: {
      bufferSize: rising(5000, 20_000),
      totalEpisodes: rising(5000, 20_000),
      explorationDecay: rising(0.995, 0.95),
      explorationInitialEps: rising(1, 0.5),
    },
  },
};
