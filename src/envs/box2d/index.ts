// The entry point `trainyard/envs/box2d`: worlds on the physics engine planck, defined when this is imported.
export { loadPlanck } from './engine.js';
export { LunarLander, LunarLanderContinuous, type LunarLanderOptions } from './lunar-lander.js';
export { BipedalWalker, type BipedalWalkerOptions } from './bipedal-walker.js';
