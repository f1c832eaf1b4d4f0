// Hyperparameters as zod schemas: shared pieces, and validation with errors a person can act on.
import * as z from 'zod';
import { isSchedule, parseSchedule, type ScheduleSpec } from '../explore/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { lazily } from '../io/lazily.js';
import { nearest } from '../io/nearest.js';

/** What the base class of agents has to know of an algorithm. */
export interface AgentSpec {
  /** Registry name, e.g. `dqn`. */
  id: string;
  /** Every hyperparameter: default and meaning. */
  schema: z.ZodObject;
  /** Hyperparameters that may change during training (`setConfig`); the others decide what the agent is made of. */
  mutable: readonly string[];
  /** Hyperparameters that follow from the number of environments, and so are not saved with an agent. */
  perEnv?: readonly string[];
}

const schedule = () =>
  z.preprocess(
    (value) => (typeof value === 'string' ? (parseSchedule(value) ?? value) : value),
    z.custom<ScheduleSpec>(isSchedule, {
      error:
        'a number ≥ 0, or a schedule: "linear:1e-3:0", "exponential:1e-3:1e-5" (both ends > 0), or with the share of the training it takes, "linear:1e-3:0:0.5", and that before it begins, "linear:1e-3:0:0.5:0.2"',
    }),
  ) as z.ZodType<ScheduleSpec, ScheduleSpec | string>;

/** A number, `{ type, start, end, fraction, begin }`, or `'linear:1e-3:0'`. */
export const scheduleSchema = /* @__PURE__ */ lazily(schedule);

/** Hyperparameters every algorithm has. */
export const commonShape = /* @__PURE__ */ lazily(() => ({
  seed: z.number().int().nonnegative().default(0).describe('Seed of every random stream of the run.'),
  gamma: z.number().min(0).max(1).default(0.99).describe('Discount factor γ.'),
  hiddenSizes: z
    .array(z.number().int().positive())
    .default([64, 64])
    .describe('Units of each hidden layer. Source: Stable-Baselines3 MlpPolicy.'),
}));

/** @throws UserError for a hyperparameter that does not exist or cannot change during training. */
export function requireMutable({ id, schema, mutable }: AgentSpec, changes: Record<string, unknown>): void {
  if (Object.prototype.toString.call(changes) !== '[object Object]')
    throw new UserError(
      `setConfig takes hyperparameters such as { learningRate: 1e-4 }, got ${show(changes)}.`,
    );
  for (const key of Object.keys(changes)) {
    if (mutable.includes(key) || !(key in schema.shape)) continue;
    throw new UserError(
      `setConfig: ${key} decides what a ${id} agent is made of and cannot change during training; those that can are ${mutable.join(', ')}.`,
    );
  }
}

/** By hyperparameter: whether it has an effect, and what it is for. */
export type ReadRules = Record<string, readonly [isRead: boolean, purpose: string]>;

/** @throws UserError for a hyperparameter that differs from its default where nobody would read it. */
export function requireRead(
  { id, schema }: AgentSpec,
  config: Readonly<Record<string, unknown>>,
  rules: ReadRules,
): void {
  for (const [key, [isRead, purpose]] of Object.entries(rules)) {
    const field = schema.shape[key];
    if (isRead || !field || show(config[key]) === show(field.parse(undefined))) continue;
    throw new UserError(
      `${key}: ${show(config[key])} would have no effect here; ${id} reads it for ${purpose} only. Leave it out.`,
    );
  }
}

/** Hyperparameters of an algorithm, completed. @throws UserError with one line per problem. */
export function parseConfig<S extends z.ZodObject>(algo: string, schema: S, input: unknown): z.output<S> {
  return parseOptions(`configuration for ${algo}`, schema, input);
}

/** One line per problem: key, what was expected, what came, the nearest valid name. */
export function parseOptions<S extends z.ZodObject>(what: string, schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) =>
    describeIssue(issue, input, Object.keys(schema.shape)),
  );
  throw new UserError(`Invalid ${what}:\n${lines.map((line) => `  - ${line}`).join('\n')}`);
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
  return [`${path}: expected ${expectation(issue)}, got ${value === undefined ? 'nothing' : show(value)}`];
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
      // The schema's own words, where it has some.
      return issue.message.startsWith('Invalid ')
        ? `one of ${issue.values.map((v) => JSON.stringify(v)).join(', ')}`
        : issue.message;
    case 'unrecognized_keys':
      return `no key ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}
