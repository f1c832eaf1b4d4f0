// Random search (Bergstra & Bengio 2012): every trial is drawn by itself.
import { randomPoint } from '../dimensions.js';
import { type MakeSampler, trialRandom } from './sampler.js';

export const randomSampler: MakeSampler = (dimensions, seed) => ({
  learns: false,
  size: Infinity,
  suggest: (trial) => randomPoint(dimensions, trialRandom(seed, trial)),
});
