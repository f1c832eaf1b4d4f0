// Hyperparameters of augmented random search.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape } from '../../config.js';
import { evolutionMutable, evolutionShape } from '../config.js';

export const arsSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...evolutionShape,
    hiddenSizes: commonShape.hiddenSizes
      .default([])
      .describe('Units of each hidden layer; [] is a linear policy. Source: Mania et al. 2018.'),
    normalizeObservations: evolutionShape.normalizeObservations
      .default(true)
      .describe(
        'true is version V2: inputs are scaled by their running mean and deviation; false is V1. Source: Mania et al. 2018, Algorithm 1.',
      ),
    directions: z
      .int()
      .positive()
      .max(2 ** 15)
      .default(8)
      .describe('Directions δ of a generation; each is tried both ways. Source: Stable-Baselines3-contrib.'),
    topDirections: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'Directions that count, those with the highest return of either way; null = all. Less than all are the versions V1-t and V2-t.',
      ),
    noiseStd: z
      .number()
      .positive()
      .default(0.05)
      .describe('Deviation ν of the noise. Source: Stable-Baselines3-contrib.'),
    stepSize: z.number().positive().default(0.02).describe('Step size α. Source: Stable-Baselines3-contrib.'),
    zeroPolicy: z
      .boolean()
      .default(true)
      .describe('Begins with parameters of 0 instead of random ones. Source: Mania et al. 2018.'),
  }),
);

export const arsSpec = { id: 'ars', schema: arsSchema, mutable: evolutionMutable } satisfies AgentSpec;

export type ARSConfig = z.output<typeof arsSchema>;
export type ARSOptions = z.input<typeof arsSchema>;
