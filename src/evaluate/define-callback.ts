// Callbacks by name: what a run's configuration can hold and the command line can make.
import type { Callback } from '../agents/agent.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import { requireKnown } from '../io/options.js';

export interface CallbackDefinition<O extends object = Record<string, unknown>> {
  /** E.g. `Curriculum`. */
  id: string;
  /** One line for lists. */
  summary: string;
  /** Every option with its default. */
  options?: O;
  /** @param options All of them, those not given with their defaults. */
  create(options: O): Callback;
}

const definitions = new Map<string, CallbackDefinition>();

/**
 * Makes a callback known by name: `train({ callbacks: ['Curriculum'] })` and `trainyard train … --callback Curriculum`
 * keep it in the run's configuration, and `resume` makes it again. One with `name`, `saveState` and `loadState` (a
 * `ResumableCallback`) goes on where it was.
 *
 * @throws {UserError} when the name is taken.
 *
 * @example
 * defineCallback({ id: 'Patience', summary: 'Stop when nothing improves.', options: { evaluations: 5 }, create: (o) => new Patience(o) });
 */
export function defineCallback<O extends object>(definition: CallbackDefinition<O>): CallbackDefinition<O> {
  const { id } = definition;
  if (definitions.has(id)) throw new UserError(`A callback called ${id} is defined already.`);
  definitions.set(id, definition as unknown as CallbackDefinition);
  return definition;
}

/** All callbacks that are defined by name. */
export function callbackDefinitions(): CallbackDefinition[] {
  return [...definitions.values()];
}

/** @throws {UserError} for unknown names and options, with the nearest ones. */
export function createCallback({
  name,
  options,
}: {
  name: string;
  options: Record<string, unknown>;
}): Callback {
  const definition = definitions.get(name);
  if (!definition) {
    const known = [...definitions.keys()];
    const near = nearest(name, known);
    const hint =
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known are ${known.join(', ') || 'none'}.`;
    throw new UserError(`Unknown callback '${name}'. ${hint}`);
  }
  requireKnown(`The callback ${name}`, options, Object.keys(definition.options ?? {}));
  return definition.create({ ...definition.options, ...options });
}
