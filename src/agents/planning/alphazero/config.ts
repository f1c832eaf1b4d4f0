// Hyperparameters of AlphaZero.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape, scheduleSchema } from '../../config.js';
import { featuresSchema } from '../../features/extractor.js';

export const alphaZeroSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    hiddenSizes: commonShape.hiddenSizes.default([128, 128]),
    activation: z.enum(['relu', 'tanh']).default('relu').describe('Nonlinearity between layers.'),
    features: featuresSchema.clone(),
    simulations: z
      .int()
      .positive()
      .max(1_000_000)
      .default(1000)
      .describe('Simulations per move when it plays (predict, evaluation).'),
    selfPlaySimulations: z
      .int()
      .positive()
      .max(100_000)
      .default(100)
      .describe('Simulations per move of self-play; 800 for chess in Silver et al. (2018).'),
    exploration: z
      .number()
      .nonnegative()
      .default(2.5)
      .describe(
        'c in Q + c·P·√N / (1 + n) for Q in [-1, 1]. Source: c_init = 1.25 of Silver et al. (2018) for Q in [0, 1]; its growth with N is left out, a twentieth at 1,000 simulations.',
      ),
    dirichletAlpha: z
      .number()
      .positive()
      .default(1)
      .describe(
        'α of the noise at the root in self-play: about 10 divided by the number of legal moves, as 0.3 in chess and 0.03 in Go. Source: Silver et al. (2018).',
      ),
    dirichletFraction: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe('Share ε of that noise in the priors. Source: Silver et al. (2017).'),
    temperature: z
      .number()
      .positive()
      .default(1)
      .describe('τ: self-play draws moves ~ visits^(1/τ), … Source: Silver et al. (2017).'),
    temperatureMoves: z
      .int()
      .nonnegative()
      .default(10)
      .describe('… for so many moves of a game; after them it plays the move tried most. 30 in Go.'),
    parallelGames: z
      .int()
      .positive()
      .max(10_000)
      .default(32)
      .describe('Games of self-play side by side: the network sees their positions in one batch.'),
    bufferSize: z
      .int()
      .positive()
      .default(50_000)
      .describe('Positions the replay memory keeps: those of the newest games.'),
    batchSize: z.int().positive().default(256).describe('Positions per gradient step.'),
    gradientSteps: z
      .int()
      .positive()
      .max(10_000)
      .default(1)
      .describe('Gradient steps after each move of all games.'),
    symmetries: z
      .boolean()
      .default(true)
      .describe('Learns positions turned or mirrored at random, where the game is the same then.'),
    learningRate: scheduleSchema
      .default(1e-3)
      .describe('Step size of AdamW; a number or a schedule. Silver et al. use SGD with momentum.'),
    weightDecay: z
      .number()
      .nonnegative()
      .default(1e-4)
      .describe('Weight decay of AdamW. Source: c of Silver et al. (2017), there an L2 penalty.'),
    maxGradNorm: z.number().positive().default(10).describe('Limit of the gradient norm.'),
    logInterval: z.int().positive().default(100).describe('Games between rows of metrics.'),
  }),
);

export const alphaZeroSpec = {
  id: 'alphazero',
  schema: alphaZeroSchema,
  mutable: [
    ...['dirichletAlpha', 'dirichletFraction', 'temperature', 'temperatureMoves', 'gradientSteps'],
    ...['learningRate', 'maxGradNorm', 'logInterval'],
  ],
} satisfies AgentSpec;

export type AlphaZeroConfig = z.output<typeof alphaZeroSchema>;
export type AlphaZeroOptions = z.input<typeof alphaZeroSchema>;
