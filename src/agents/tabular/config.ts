// Hyperparameters of learners whose values stand in a table.
import * as z from 'zod';
import type { ScheduleSpec } from '../../explore/index.js';
import { lazily } from '../../io/lazily.js';
import { commonShape, scheduleSchema } from '../config.js';

/** A schedule that stays within [0, 1]. */
export const shareSchedule = (initial: ScheduleSpec) =>
  scheduleSchema
    .refine((spec) => (typeof spec === 'number' ? spec : Math.max(spec.start, spec.end)) <= 1, {
      error: 'a number from 0 to 1, or a schedule within: "linear:1:0.05:0.5"',
    })
    .default(initial);

export interface TableConfig {
  seed: number;
  gamma: number;
  learningRate: ScheduleSpec;
  visitDecay: number;
  epsilon: ScheduleSpec;
  initialValue: number;
  logInterval: number;
}

/** Of all that control by values in a table. */
export const tableShape = /* @__PURE__ */ lazily(() => ({
  seed: commonShape.seed,
  gamma: commonShape.gamma.clone(),
  learningRate: shareSchedule({ type: 'linear', start: 0.5, end: 0.01 }).describe(
    'Step size α of the values, from 0 to 1; a number or a schedule over the training. Source: Sutton & Barto (2018), section 6.5.',
  ),
  visitDecay: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'ω: the step of a state and action at its n-th visit is α/n^ω. With ω in (½, 1] values converge; α = ω = 1 is the mean of what was seen. Source: Even-Dar & Mansour (2003).',
    ),
  epsilon: shareSchedule({ type: 'linear', start: 1, end: 0.05, fraction: 0.5 }).describe(
    'ε of the ε-greedy policy that explores, from 0 to 1; a number or a schedule over the training. Ties between best actions are broken at random.',
  ),
  initialValue: z
    .number()
    .min(-1e9)
    .max(1e9)
    .default(0)
    .describe(
      'Value of every action before it is learnt; above what can be earned, the agent tries everything (optimistic start). Source: Sutton & Barto (2018), section 2.6.',
    ),
  logInterval: z.int().positive().default(100).describe('Episodes between rows of metrics.'),
}));

/** Those of them that may change during training. */
export const tableMutable: readonly string[] = ['gamma', 'learningRate', 'epsilon', 'logInterval'];

export interface TdConfig extends TableConfig {
  nSteps: number;
  lambda?: number;
  traces?: 'accumulating' | 'replacing';
}

/** Of all that learn from the difference between one estimate and the next. */
export const tdShape = /* @__PURE__ */ lazily(() => ({
  ...tableShape,
  nSteps: z
    .int()
    .positive()
    .max(1000)
    .default(1)
    .describe(
      'Rewards summed before the bootstrap: G = r₁ + γ·r₂ + … + γⁿ·V(s). Source: Sutton & Barto (2018), chapter 7.',
    ),
}));

/** Of those that can spread an error over what led to it. */
export const traceShape = /* @__PURE__ */ lazily(() => ({
  ...tdShape,
  lambda: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'λ of the eligibility traces, which spread an error over the actions before it, γλ times as much at each step back; 0 = none. Source: Sutton & Barto (2018), chapter 12.',
    ),
  traces: z
    .enum(['accumulating', 'replacing'])
    .default('replacing')
    .describe('Whether a trace grows at each visit or is set to 1. Source: Singh & Sutton (1996).'),
}));
