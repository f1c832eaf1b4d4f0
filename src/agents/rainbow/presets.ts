// Tuned settings of Rainbow, by environment: those of C51, without what belongs to ε.
import { c51Presets } from '../c51/presets.js';
import type { Preset, Presets } from '../define.js';

const withoutEpsilon = ({ config, ...preset }: Preset): Preset => ({
  ...preset,
  config: Object.fromEntries(Object.entries(config).filter(([key]) => !key.startsWith('exploration'))),
});

export const rainbowPresets: Presets = Object.fromEntries(
  Object.entries(c51Presets).map(([env, preset]) => [env, withoutEpsilon(preset)]),
);
