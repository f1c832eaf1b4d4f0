// Hyperparameters of CMA-ES.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape } from '../../config.js';
import { evolutionMutable, evolutionShape, populationSize } from '../config.js';

export const cmaEsSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...evolutionShape,
    hiddenSizes: commonShape.hiddenSizes
      .default([])
      .describe(
        'Units of each hidden layer; [] is a linear policy. A full covariance of n parameters has n² numbers and costs n³ operations, so few are better.',
      ),
    populationSize: populationSize(2)
      .nullable()
      .default(null)
      .describe(
        'Individuals of a generation; null = 4 + ⌊3·ln n⌋ for n parameters. Source: Hansen 2016, table 1.',
      ),
    sigma: z.number().positive().default(0.5).describe('Step size σ at the start.'),
    covariance: z
      .enum(['auto', 'full', 'diagonal'])
      .default('auto')
      .describe(
        'full: how parameters go together is learnt; diagonal: a deviation for each, in time and memory as the network itself (sep-CMA-ES, Ros & Hansen 2008); auto: full for up to 500 parameters.',
      ),
  }),
);

export const cmaEsSpec = { id: 'cma-es', schema: cmaEsSchema, mutable: evolutionMutable } satisfies AgentSpec;

export type CMAESConfig = z.output<typeof cmaEsSchema>;
export type CMAESOptions = z.input<typeof cmaEsSchema>;
