// Tuned settings of transformer PPO, by environment: those of PPO there, and a memory.
import { adjusted, type Presets } from '../define.js';
import { ppoPresets } from '../ppo/presets.js';

const memory = { memorySize: 32, heads: 2 };

export const transformerPpoPresets: Presets = {
  'CueMemory-v0': adjusted(ppoPresets['CueMemory-v0']!, {
    ...memory,
    memoryLength: 16,
    learningRate: 'linear:3e-3:0',
  }),
  // Its gates begin open: one layer has no other one to wait for.
  'MiniGrid-MemoryS7-v0': adjusted(ppoPresets['MiniGrid-MemoryS7-v0']!, {
    ...memory,
    memoryLength: 32,
    gateBias: 0,
  }),
};
