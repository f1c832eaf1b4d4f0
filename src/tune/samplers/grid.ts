// Grid search: every combination once, the last parameter changing fastest.
import { coordinateOf, type Dimension, gridValues } from '../dimensions.js';
import type { Sampler } from './sampler.js';

/** @param levels Of parameters that are ranges: how many values of each are visited. */
export function gridSampler(dimensions: readonly Dimension[], levels: number): Sampler {
  const axes = dimensions.map((each) => gridValues(each, levels).map((value) => coordinateOf(each, value)));
  return {
    learns: false,
    size: axes.reduce((product, axis) => product * axis.length, 1),
    suggest(trial) {
      const point: number[] = [];
      let rest = trial;
      for (let i = axes.length - 1; i >= 0; i--) {
        const axis = axes[i]!;
        point[i] = axis[rest % axis.length]!;
        rest = Math.floor(rest / axis.length);
      }
      return point;
    },
  };
}
