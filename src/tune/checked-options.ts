// Things by name with options, completed and checked.
import type * as z from 'zod';
import { problems } from '../io/check.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';

/** @throws {UserError} that says which names there are, or which option is wrong. */
export function checkedOptions(
  kind: string,
  known: Readonly<Record<string, z.ZodObject>>,
  given: string | { name: string; options?: Record<string, unknown> },
): { name: string; options: Record<string, unknown> } {
  const { name, options = {} } = typeof given === 'string' ? { name: given } : given;
  const schema = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!schema) {
    const near = nearest(String(name), Object.keys(known));
    const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
    throw new UserError(`There is no ${kind} '${name}'; there are ${Object.keys(known).join(', ')}.${hint}`);
  }
  const wrong = problems(options, schema);
  if (wrong.length > 0) {
    const all = Object.keys(schema.shape).join(', ') || 'none';
    throw new UserError(`Options of the ${kind} ${name} (there are: ${all}):\n${wrong.join('\n')}`);
  }
  return { name, options: schema.parse(options) };
}
