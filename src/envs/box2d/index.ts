// The entry point `trainyard/envs/box2d`: worlds on the physics engine planck, defined when this is imported.
import { defineEnv } from '../define-env.js';
import { changedDefaults } from '../options.js';
import { BipedalWalker, type BipedalWalkerOptions, WALKER_OPTIONS } from './bipedal-walker.js';
import { loadPlanck } from './engine.js';
import { LANDER_OPTIONS, LunarLander, LunarLanderContinuous } from './lunar-lander.js';

const playDiscrete = { actions: ['nothing', 'left', 'main', 'right'], keys: { left: 1, up: 2, right: 3 } };
const playContinuous = { keys: { left: [0, -1], up: [1, 0], right: [0, 1] }, idle: [0, 0], fps: 30 };

export const lunarLanderV3 = defineEnv({
  id: 'LunarLander-v3',
  description: 'Land softly between two flags on the moon, with little fuel.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 200,
  options: { continuous: false, ...LANDER_OPTIONS },
  load: () => loadPlanck('LunarLander-v3'),
  create: ({ continuous, ...options }) =>
    continuous ? new LunarLanderContinuous(options) : new LunarLander(options),
  play: ({ continuous }) => (continuous ? playContinuous : { ...playDiscrete, idle: 0, fps: 30 }),
});

export const lunarLanderContinuousV3 = defineEnv({
  id: 'LunarLanderContinuous-v3',
  description: 'The same with throttles for its engines.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 200,
  options: LANDER_OPTIONS,
  load: () => loadPlanck('LunarLanderContinuous-v3'),
  create: (options) => new LunarLanderContinuous(options),
  play: playContinuous,
});

const createWalker = (options: BipedalWalkerOptions) => new BipedalWalker(options);
/** Hip and knee of one leg with the left hand, of the other with the right one. */
const playWalker = {
  keys: {
    ...{ w: [1, 0, 0, 0], s: [-1, 0, 0, 0], e: [0, 1, 0, 0], d: [0, -1, 0, 0] },
    ...{ i: [0, 0, 1, 0], k: [0, 0, -1, 0], o: [0, 0, 0, 1], l: [0, 0, 0, -1] },
  },
  idle: [0, 0, 0, 0],
  fps: 30,
};

export const bipedalWalkerV3 = defineEnv({
  id: 'BipedalWalker-v3',
  description: 'Walk over uneven ground on two legs with four motors.',
  maxEpisodeSteps: 1600,
  rewardThreshold: 300,
  options: WALKER_OPTIONS,
  load: () => loadPlanck('BipedalWalker-v3'),
  create: createWalker,
  play: playWalker,
});

export const bipedalWalkerHardcoreV3 = defineEnv({
  id: 'BipedalWalkerHardcore-v3',
  description: 'The same with stumps, pits and stairs on the way.',
  maxEpisodeSteps: 2000,
  rewardThreshold: 300,
  options: changedDefaults(WALKER_OPTIONS, { hardcore: true }),
  load: () => loadPlanck('BipedalWalkerHardcore-v3'),
  create: createWalker,
  play: playWalker,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'LunarLander-v3': typeof lunarLanderV3;
    'LunarLanderContinuous-v3': typeof lunarLanderContinuousV3;
    'BipedalWalker-v3': typeof bipedalWalkerV3;
    'BipedalWalkerHardcore-v3': typeof bipedalWalkerHardcoreV3;
  }
}

export { BipedalWalker, type BipedalWalkerOptions } from './bipedal-walker.js';
export { loadPlanck } from './engine.js';
export { lunarLanderHeuristic } from './heuristic.js';
export { LunarLander, LunarLanderContinuous, type LunarLanderOptions } from './lunar-lander.js';
