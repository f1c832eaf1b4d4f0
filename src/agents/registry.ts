// Algorithms by name: ours, then those that users define.
import { a2c } from './a2c/index.js';
import { a3c } from './a3c/index.js';
import { type AlgorithmDefinition, catalogue, type Preset } from './define.js';
import { dqn } from './dqn/index.js';
import { ppo } from './ppo/index.js';
import { random } from './random/index.js';
import { recurrentPpo } from './recurrent-ppo/index.js';
import { reinforce } from './reinforce/index.js';

const builtin: readonly AlgorithmDefinition[] = [dqn, ppo, recurrentPpo, a2c, a3c, reinforce, random];

/** All algorithms: ours, then the user's. */
export function algorithms(): AlgorithmDefinition[] {
  return catalogue.all(builtin);
}

/** The algorithm called `name`. @throws UserError that suggests the nearest names. */
export function algorithm(name: string): AlgorithmDefinition {
  return catalogue.get(name, builtin);
}

/** Tuned settings of an algorithm for an environment, where there are any. */
export function presetFor(algo: string, env: string): Preset | undefined {
  return algorithm(algo).presets?.[env];
}
