// Callbacks by name: what a run's configuration can hold and the command line can make.
import type { Callback } from '../agents/agent.js';
import type { Env } from '../envs/index.js';
import { Catalogue } from '../io/catalogue.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';

export interface CallbackDefinition<O extends object = Record<string, unknown>> {
  /** E.g. `Curriculum`. */
  id: string;
  /** One line for lists. */
  summary: string;
  /** Every option with its default. */
  options?: O;
  /**
   * @param options All of them, those not given with their defaults.
   * @param run Where the callback will take part; absent when a run is only checked: then nothing may be written yet.
   */
  create(options: O, run?: RunPlace): Callback;
}

/** What a callback that is made by name knows of its run. */
export interface RunPlace {
  /** Folder of the run. */
  folder: string;
  seed: number;
  /** A new environment as evaluations see it. */
  makeEnv(): Env;
}

const catalogue = /* @__PURE__ */ new Catalogue<CallbackDefinition>('callback');

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
  catalogue.add(definition as unknown as CallbackDefinition);
  return definition;
}

/** All callbacks that are defined by name. */
export function callbackDefinitions(): CallbackDefinition[] {
  return catalogue.all([]);
}

/** @throws {UserError} for unknown names and options, with the nearest ones. */
export function createCallback(
  { name, options }: { name: string; options: Record<string, unknown> },
  run?: RunPlace,
): Callback {
  if (name === 'RecordVideo' && !callbackDefinitions().some(({ id }) => id === name)) {
    throw new UserError(
      "The callback RecordVideo needs Node: import 'trainyard/report' before the run begins.",
    );
  }
  const definition = catalogue.get(name, []);
  requireKnown(`The callback ${name}`, options, Object.keys(definition.options ?? {}));
  return definition.create({ ...definition.options, ...options }, run);
}
