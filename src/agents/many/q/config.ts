// Hyperparameters of learners of action values among many agents.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, scheduleSchema } from '../../config.js';
import { offPolicyMutable, offPolicyShape } from '../../off-policy-config.js';
import { valueShape } from '../../value-config.js';

const shape = /* @__PURE__ */ lazily(() => {
  const { nSteps: _, hindsight: __, nSampledGoal: ___, overlap: ____, ...replay } = offPolicyShape;
  const { activation, learningRate, optimizer, tau, maxGradNorm } = valueShape;
  return {
    ...replay,
    activation,
    optimizer,
    tau,
    maxGradNorm,
    learningRate: learningRate.clone().default(1e-3),
    bufferSize: replay.bufferSize.unwrap().default(20_000),
    batchSize: replay.batchSize.unwrap().default(64),
    trainFreq: replay.trainFreq.unwrap().default(1),
    gamma: replay.gamma.unwrap().default(0.95),
    temperature: scheduleSchema
      .default({ type: 'linear', start: 0.5, end: 0.05 })
      .describe(
        'T of the softmax policy exp(Q/T) that acts while training; a number or a schedule, 0 = greedy. Source: Yang et al. (2018), eq. 10.',
      ),
    targetUpdateInterval: z
      .number()
      .int()
      .positive()
      .default(100)
      .describe('Gradient steps between updates of the target network.'),
    value: z
      .enum(['expected', 'max'])
      .default('expected')
      .describe(
        "V(s') in the target: Σ π(a)·Q(s', a) of the softmax policy, or max Q(s', a). Source: Yang et al. (2018), eq. 8; Zai & Brown (2020), chapter 9.",
      ),
    loss: z.enum(['huber', 'mse']).default('mse').describe('Loss on the TD error.'),
    parameterSharing: z
      .boolean()
      .default(true)
      .describe('One network for all agents of a world; false: one for each, in the order of its agents.'),
  };
});

const settle = /* @__PURE__ */ lazily(() =>
  z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe(
      'Times that all agents choose again, knowing what neighbours chose, before they act; 0: they know what neighbours did in the last step (Yang et al. 2018). Source: Zai & Brown (2020), chapter 9.',
    ),
);

export const independentQSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...shape }));

export const neighbourhoodQSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...shape,
    settle: settle.clone(),
    neighbours: z
      .number()
      .int()
      .positive()
      .default(2)
      .describe(
        'k: of how many neighbours, the nearest, the actions are known; inputs grow as n^k for n actions. Source: Zai & Brown (2020), chapter 9.',
      ),
  }),
);

export const meanFieldQSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({ ...shape, settle: settle.clone() }),
);

const mutable = [
  ...offPolicyMutable,
  ...['learningRate', 'tau', 'maxGradNorm', 'temperature', 'targetUpdateInterval', 'value', 'loss'],
];

export const independentQSpec: AgentSpec = { id: 'independent-q', schema: independentQSchema, mutable };
export const neighbourhoodQSpec: AgentSpec = {
  id: 'neighbourhood-q',
  schema: neighbourhoodQSchema,
  mutable: [...mutable, 'settle'],
};
export const meanFieldQSpec: AgentSpec = {
  id: 'mean-field-q',
  schema: meanFieldQSchema,
  mutable: [...mutable, 'settle'],
};

export type IndependentQConfig = z.output<typeof independentQSchema>;
export type NeighbourhoodQConfig = z.output<typeof neighbourhoodQSchema>;
export type MeanFieldQConfig = z.output<typeof meanFieldQSchema>;
export type IndependentQOptions = z.input<typeof independentQSchema>;
export type NeighbourhoodQOptions = z.input<typeof neighbourhoodQSchema>;
export type MeanFieldQOptions = z.input<typeof meanFieldQSchema>;
