// Content of files against a schema: errors that name the file, the key, what was expected and what came.
import type * as z from 'zod';
import { UserError } from './errors.js';
import { fromExactJson } from './exact-json.js';

const MAX_PROBLEMS = 5;
const MAX_VALUE_LENGTH = 60;

/**
 * The content of a JSON file, numbers exact.
 *
 * @param source Name of the file for messages.
 * @throws {UserError} for text that is not JSON or does not fit the schema.
 */
export function parseJson<S extends z.ZodType>(text: string, source: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = fromExactJson(text);
  } catch (cause) {
    throw new UserError(`'${source}' is not valid JSON: ${(cause as Error).message}.`, {
      kind: 'failure',
      cause,
    });
  }
  return checked(value, source, schema);
}

/**
 * `value`, of which the schema takes every key.
 *
 * @param source Name of the file for messages.
 * @throws {UserError} that names each key that does not fit.
 */
export function checked<S extends z.ZodType>(value: unknown, source: string, schema: S): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = problems(value, schema);
  throw new UserError(
    `'${source}' is damaged, or was not written by this version of trainyard:\n${lines.join('\n')}`,
    { kind: 'failure' },
  );
}

/** What keeps `value` from fitting the schema, a line for each key; empty when it fits. */
export function problems(value: unknown, schema: z.ZodType): string[] {
  const { error } = schema.safeParse(value);
  const lines = error?.issues.flatMap((issue) => describeIssue(issue, value)) ?? [];
  const shown = lines.slice(0, MAX_PROBLEMS).map((line) => `  - ${line}`);
  if (lines.length > shown.length) shown.push(`  - and ${lines.length - shown.length} more`);
  return shown;
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${path ? `${path}.` : ''}${key}: no such key`);
  }
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  return [`${path || 'content'}: expected ${expectation(issue)}, got ${shorten(value)}`];
}

/** What an issue of zod asks for, in words. */
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

/** A value on one line, as far as it helps. */
function shorten(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}
