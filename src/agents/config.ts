// Hyperparameters as zod schemas: shared pieces, and validation with errors a person can act on.
import { z } from 'zod';
import { parseSchedule, type ScheduleSpec } from '../explore/index.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';

/** A number, `{ type, start, end, fraction }`, or `'linear:1e-3:0'`. */
export const scheduleSchema = z.preprocess(
  (value) => (typeof value === 'string' ? (parseSchedule(value) ?? value) : value),
  z.union(
    [
      z.number().nonnegative(),
      z.strictObject({
        type: z.enum(['linear', 'exponential']),
        start: z.number().nonnegative(),
        end: z.number().nonnegative(),
        fraction: z.number().positive().max(1).optional(),
      }),
    ],
    { error: 'a number ≥ 0, or a schedule such as "linear:1e-3:0"' },
  ),
) as z.ZodType<ScheduleSpec, ScheduleSpec | string>;

/** Hyperparameters every algorithm has. */
export const commonShape = {
  seed: z.number().int().nonnegative().default(0).describe('Seed of every random stream of the run.'),
  gamma: z.number().min(0).max(1).default(0.99).describe('Discount factor γ.'),
  hiddenSizes: z
    .array(z.number().int().positive())
    .default([64, 64])
    .describe('Units of each hidden layer. Source: Stable-Baselines3 MlpPolicy.'),
};

/** One line per problem: key, what was expected, what came, the nearest valid name. */
export function parseConfig<S extends z.ZodObject>(algo: string, schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) =>
    describeIssue(issue, input, Object.keys(schema.shape)),
  );
  throw new UserError(`Invalid configuration for ${algo}:\n${lines.map((line) => `  - ${line}`).join('\n')}`);
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown, keys: string[]): string[] {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return issue.keys.map((key) => {
      const near = nearest(key, keys);
      return `${key}: no such hyperparameter${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''}`;
    });
  }
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  const path = issue.path.join('.') || 'configuration';
  return [`${path}: expected ${expectation(issue)}, got ${JSON.stringify(value) ?? 'nothing'}`];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`;
    case 'too_small':
      return `${issue.origin === 'array' ? 'a length' : 'a number'} ${issue.inclusive ? '≥' : '>'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.origin === 'array' ? 'a length' : 'a number'} ${issue.inclusive ? '≤' : '<'} ${issue.maximum}`;
    case 'invalid_value':
      return `one of ${issue.values.map((v) => JSON.stringify(v)).join(', ')}`;
    case 'unrecognized_keys':
      return `no key ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}
