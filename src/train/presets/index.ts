// Tuned settings by algorithm and environment.
import { dqnPresets } from './dqn.js';
import type { Preset, Presets } from './preset.js';

export const presets: Readonly<Record<string, Presets>> = { dqn: dqnPresets };

export function presetFor(algo: string, env: string): Preset | undefined {
  return presets[algo]?.[env];
}

export type { Preset, Presets } from './preset.js';
