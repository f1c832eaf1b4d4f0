// Hyperparameters of evolution strategies as OpenAI uses them.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape } from '../../config.js';
import { evolutionMutable, evolutionShape, populationSize } from '../config.js';

export const esSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...evolutionShape,
    hiddenSizes: commonShape.hiddenSizes
      .default([16])
      .describe(
        'Units of each hidden layer; [] is a linear policy. Source: calibrated on CartPole-v1; Salimans et al. 2017 have [64, 64] for MuJoCo.',
      ),
    populationSize: populationSize(40),
    sigma: z
      .number()
      .positive()
      .default(0.3)
      .describe(
        'Deviation σ of the noise on the parameters. Source: calibrated on CartPole-v1; Salimans et al. 2017 have 0.02 for large networks.',
      ),
    antithetic: z
      .boolean()
      .default(true)
      .describe(
        'Individuals in pairs with opposite noise, +ε and -ε; populationSize is even then. Source: Salimans et al. 2017, section 2.1.',
      ),
    fitnessShaping: z
      .enum(['centred-ranks', 'standardized', 'none'])
      .default('centred-ranks')
      .describe(
        'What weighs the noise: ranks of fitness in [-½, ½] (Salimans et al. 2017), fitness with mean 0 and deviation 1, or fitness itself.',
      ),
    learningRate: z
      .number()
      .positive()
      .default(0.1)
      .describe(
        'Step size of Adam at the start. Source: calibrated on CartPole-v1; Salimans et al. 2017 have 0.01.',
      ),
    learningRateDecay: z
      .number()
      .positive()
      .max(1)
      .default(1)
      .describe('Factor of the step size from generation to generation.'),
    sigmaDecay: z.number().positive().max(1).default(1).describe('The same of σ.'),
    weightDecay: z
      .number()
      .min(0)
      .default(0.005)
      .describe('L2 penalty on the parameters, added to the gradient. Source: Salimans et al. 2017.'),
  }),
);

export const esSpec = { id: 'es', schema: esSchema, mutable: evolutionMutable } satisfies AgentSpec;

export type ESConfig = z.output<typeof esSchema>;
export type ESOptions = z.input<typeof esSchema>;
