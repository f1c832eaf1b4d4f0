// The entry point `trainyard/envs/box2d`: worlds on the physics engine planck, defined when this is imported.
export { BipedalWalker, type BipedalWalkerOptions } from './bipedal-walker.js';
export { loadPlanck } from './engine.js';
export { lunarLanderHeuristic } from './heuristic.js';
export { LunarLander, LunarLanderContinuous, type LunarLanderOptions } from './lunar-lander.js';
