// Hyperparameters of neuro-evolution: a genetic algorithm on the parameters of a policy.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { actorCriticShape } from '../../actor-critic-config.js';
import { type AgentSpec, commonShape } from '../../config.js';
import { evolutionMutable, evolutionShape, populationSize } from '../config.js';

export const neuroevolutionSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...evolutionShape,
    episodes: evolutionShape.episodes.default(5),
    hiddenSizes: commonShape.hiddenSizes
      .default([10, 10])
      .describe('Units of each hidden layer. Source: Zai & Brown 2020, listing 6.2.'),
    activation: actorCriticShape.activation
      .default('relu')
      .describe('Nonlinearity between layers. Source: listing 6.2.'),
    populationSize: populationSize(40),
    init: z
      .enum(['normal', 'uniform', 'network'])
      .default('normal')
      .describe(
        'Parameters of the first generation: N(0, 1), uniform in [0, 1) as in listing 6.2, or those of a fresh network plus a mutation.',
      ),
    selection: z
      .enum(['tournament', 'truncation', 'roulette'])
      .default('tournament')
      .describe(
        'Parents: the best of some drawn at random, any of the best `parents` (listing 6.4), or drawn in proportion to fitness.',
      ),
    tournamentShare: z
      .number()
      .positive()
      .max(1)
      .default(0.2)
      .describe(
        'Share of the population that meets in a tournament; at least two do. Source: Zai & Brown 2020.',
      ),
    parents: z.int().positive().default(2).describe('With truncation: how many of the best become parents.'),
    crossover: z
      .enum(['tensor', 'single-point', 'uniform', 'none'])
      .default('tensor')
      .describe(
        'A child has the first weights and biases of one parent and the other ones of the other (listing 6.5), one cut anywhere in the vector, each number of either, or all of one parent.',
      ),
    mutation: z
      .enum(['normal', 'book'])
      .default('normal')
      .describe(
        'normal: each number with chance `mutationRate` gets noise of deviation `mutationStd`; book: up to one weight or bias less than there are gets uniform noise in [0, 1) on all its numbers (listing 6.6).',
      ),
    mutationRate: z.number().min(0).max(1).default(0.2).describe('Chance of each number to change.'),
    mutationStd: z.number().positive().default(1).describe('Deviation of the change.'),
    elites: z
      .int()
      .nonnegative()
      .default(2)
      .describe('So many of the best live on unchanged, and are evaluated anew in each generation.'),
  }),
);

export const neuroevolutionSpec = {
  id: 'neuroevolution',
  schema: neuroevolutionSchema,
  mutable: evolutionMutable,
} satisfies AgentSpec;

export type NeuroevolutionConfig = z.output<typeof neuroevolutionSchema>;
export type NeuroevolutionOptions = z.input<typeof neuroevolutionSchema>;
