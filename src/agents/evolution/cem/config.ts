// Hyperparameters of the cross-entropy method.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape } from '../../config.js';
import { evolutionMutable, evolutionShape, populationSize } from '../config.js';

export const cemSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...evolutionShape,
    hiddenSizes: commonShape.hiddenSizes
      .default([])
      .describe(
        'Units of each hidden layer; [] is a linear policy. Every parameter has a deviation of its own to learn, so few are better.',
      ),
    populationSize: populationSize(50),
    eliteFraction: z
      .number()
      .positive()
      .max(1)
      .default(0.2)
      .describe('Share of the individuals from which the next distribution is made; at least two are.'),
    sigma: z.number().positive().default(1).describe('Deviation of every parameter at the start.'),
    extraStd: z
      .number()
      .min(0)
      .default(0.5)
      .describe(
        'Deviation added to every parameter, in squares, against settling too early; falls linearly to 0. Source: Szita & Lőrincz 2006, section 3.3.',
      ),
    extraGenerations: z
      .int()
      .positive()
      .default(20)
      .describe('Generations until the added deviation is 0. Source: Szita & Lőrincz 2006 use 50.'),
  }),
);

export const cemSpec = { id: 'cem', schema: cemSchema, mutable: evolutionMutable } satisfies AgentSpec;

export type CEMConfig = z.output<typeof cemSchema>;
export type CEMOptions = z.input<typeof cemSchema>;
