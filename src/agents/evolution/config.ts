// Hyperparameters of everything that searches for the parameters of a policy without a gradient.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { actorCriticShape } from '../actor-critic-config.js';
import { commonShape } from '../config.js';
import { featuresSchema } from '../features/extractor.js';

/** Individuals of a generation; the default differs. */
export const populationSize = (value: number) =>
  z
    .int()
    .min(2)
    .max(2 ** 16)
    .default(value)
    .describe('Individuals of a generation.');

export const evolutionShape = /* @__PURE__ */ lazily(() => ({
  seed: commonShape.seed,
  episodes: z
    .int()
    .positive()
    .max(10_000)
    .default(1)
    .describe('Episodes whose mean return is the fitness of an individual.'),
  commonSeeds: z
    .boolean()
    .default(true)
    .describe(
      'Whether all individuals of a generation meet the same episodes (common random numbers), so that they differ by what they do only.',
    ),
  sampleActions: z
    .boolean()
    .default(false)
    .describe('Draws actions from the policy while evolving instead of taking the most probable ones.'),
  features: featuresSchema.clone(),
  hiddenSizes: commonShape.hiddenSizes.clone().describe('Units of each hidden layer; [] is a linear policy.'),
  activation: actorCriticShape.activation.clone(),
  squashActions: actorCriticShape.squashActions.clone(),
  normalizeObservations: z
    .boolean()
    .default(false)
    .describe(
      'Scales network inputs to mean 0 and deviation 1 over all that was seen in earlier generations, within ±10; the statistics are saved with the weights.',
    ),
  workers: z
    .int()
    .positive()
    .max(1024)
    .default(1)
    .describe(
      'Threads that evaluate individuals (Node); 1 = in this one. Results are the same for any number.',
    ),
  timeout: z
    .number()
    .positive()
    .default(600_000)
    .describe(
      'With workers: milliseconds that an individual may take. A thread that takes longer is ended, its individual tried again on a fresh one.',
    ),
  retries: z
    .int()
    .nonnegative()
    .default(1)
    .describe('With workers: how often an individual is tried again whose thread died or hung.'),
  imports: z
    .array(z.string())
    .default([])
    .describe('With workers: modules that register your environments, loaded by every thread.'),
  logInterval: z.int().positive().default(1).describe('Generations between rows of metrics.'),
}));

/** Hyperparameters of theirs that may change during training. */
export const evolutionMutable: readonly string[] = ['workers', 'timeout', 'retries', 'logInterval'];
