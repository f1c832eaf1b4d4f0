// What samplers are: from what earlier trials came to, a place to try next.
import { Generator, SeedSequence } from '../../random/index.js';
import type { Dimension, Point } from '../dimensions.js';

/** An earlier trial as samplers see it. */
export interface Observation {
  point: Point;
  /** Higher is better; NaN of one that failed. */
  value: number;
  /** How much of its budget it trained: less than 1 where it was pruned. */
  share: number;
}

export interface Sampler {
  /** Whether it looks at earlier trials. */
  readonly learns: boolean;
  /** How many different trials there are at most; Infinity where draws never end. */
  readonly size: number;
  /** The place of a trial. It depends on nothing else than the seed, the trial's number and the observations. */
  suggest(trial: number, history: readonly Observation[]): Point;
}

/** The random numbers of one trial: what others draw does not move them. */
export function trialRandom(seed: number, trial: number): Generator {
  return new Generator(new SeedSequence(seed, [trial]));
}

export type MakeSampler = (dimensions: readonly Dimension[], seed: number) => Sampler;
