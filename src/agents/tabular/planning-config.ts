// Hyperparameters of the planners that know the transition table of their environment.
import * as z from 'zod';
import { VALUE_ITERATION_METHODS } from '../../envs/mdp/index.js';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, commonShape } from '../config.js';

const planningShape = /* @__PURE__ */ lazily(() => ({
  seed: commonShape.seed.clone().describe('Seed of every random stream of the run; planning draws nothing.'),
  gamma: commonShape.gamma.clone(),
  tolerance: z
    .number()
    .gt(0)
    .max(1e6)
    .default(1e-10)
    .describe(
      'How far values may be from the exact ones in any state; with γ = 1, how little the last sweep changed.',
    ),
  logInterval: z.int().positive().default(10).describe('Steps between rows of metrics.'),
}));

export const valueIterationSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...planningShape,
    method: z
      .enum(VALUE_ITERATION_METHODS)
      .default('synchronous')
      .describe(
        'How states take turns: all from the sweep before, each from the newest values (gauss-seidel), or the one most out of date first (Moore & Atkeson 1993).',
      ),
  }),
);

export const policyIterationSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...planningShape,
    evaluation: z
      .enum(['solve', 'iterative'])
      .default('solve')
      .describe(
        'How a policy is valued: exactly by a linear system (up to 3,000 states), or by sweeps up to the tolerance.',
      ),
  }),
);

const mutable = ['logInterval'];

export const valueIterationSpec = {
  id: 'value-iteration',
  schema: valueIterationSchema,
  mutable,
} satisfies AgentSpec;

export const policyIterationSpec = {
  id: 'policy-iteration',
  schema: policyIterationSchema,
  mutable,
} satisfies AgentSpec;

export type ValueIterationConfig = z.output<typeof valueIterationSchema>;
export type ValueIterationOptions = z.input<typeof valueIterationSchema>;
export type PolicyIterationConfig = z.output<typeof policyIterationSchema>;
export type PolicyIterationOptions = z.input<typeof policyIterationSchema>;
