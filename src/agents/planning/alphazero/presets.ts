// Tuned settings of AlphaZero, by environment.
import type { Presets } from '../../define.js';

export const alphaZeroPresets: Presets = {
  'TicTacToe-v0': {
    totalSteps: 20_000,
    config: { selfPlaySimulations: 50, temperatureMoves: 9, bufferSize: 10_000, hiddenSizes: [64, 64] },
  },
  'ConnectFour-v0': {
    totalSteps: 150_000,
    config: {
      ...{ parallelGames: 64, hiddenSizes: [256, 256], bufferSize: 100_000, gradientSteps: 2 },
      ...{ exploration: 2, temperatureMoves: 12 },
    },
  },
};
