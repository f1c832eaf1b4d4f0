// Samplers by the settings of a study.
import { dimensionsOf } from '../dimensions.js';
import type { StudySettings } from '../settings.js';
import { gridSampler } from './grid.js';
import { randomSampler } from './random.js';
import type { Sampler } from './sampler.js';
import { tpeSampler } from './tpe.js';

export type { Observation, Sampler } from './sampler.js';

/** Members of a population begin at random. */
export function makeSampler({
  sampler,
  space,
  seed,
}: Pick<StudySettings, 'sampler' | 'space' | 'seed'>): Sampler {
  const dimensions = dimensionsOf(space);
  if (sampler.name === 'grid') return gridSampler(dimensions, sampler.options.levels);
  if (sampler.name === 'tpe') return tpeSampler(dimensions, seed, sampler.options);
  return randomSampler(dimensions, seed);
}
