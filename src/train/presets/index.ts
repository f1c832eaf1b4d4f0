// Tuned settings by algorithm and environment.
import { a2cPresets } from './a2c.js';
import { a3cPresets } from './a3c.js';
import { dqnPresets } from './dqn.js';
import { ppoPresets } from './ppo.js';
import type { Preset, Presets } from './preset.js';
import { recurrentPpoPresets } from './recurrent-ppo.js';
import { reinforcePresets } from './reinforce.js';

export const presets: Readonly<Record<string, Presets>> = {
  dqn: dqnPresets,
  ppo: ppoPresets,
  a2c: a2cPresets,
  a3c: a3cPresets,
  'recurrent-ppo': recurrentPpoPresets,
  reinforce: reinforcePresets,
};

export function presetFor(algo: string, env: string): Preset | undefined {
  return presets[algo]?.[env];
}

export type { Preset, Presets } from './preset.js';
