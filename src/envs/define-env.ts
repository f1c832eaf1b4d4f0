// Definitions of environments: all that is known of one, stated beside it; and those that have been made so far.
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import type { Env } from './env.js';
import type { EnvOptions } from './env-types.js';
import { allowedValues, defaultsOf, type OptionSpecs, type OptionValues } from './options.js';
import type { AutoresetMode, VectorEnv } from './vector/vector-env.js';

/**
 * How a person plays an environment, for `trainyard play` and pages. Without one keys are guessed from the action space:
 * digits for the actions, arrows along the axes of a Box.
 *
 * @example
 * play: { actions: ['left', 'down', 'right', 'up'], keys: { left: 0, down: 1, right: 2, up: 3 } }
 * play: { keys: { left: [-2], right: [2] }, idle: [0], fps: 30 }
 */
export interface PlayGuide {
  /** What the actions of a Discrete space are called, in their order. */
  actions?: readonly string[];
  /**
   * The action of each key: `left`, `right`, `up`, `down` (W, A, S and D do the same where they have no action of their
   * own), `space`, `enter`, `tab`, `backspace`, or a character in lower case. `p`, `q` and `r` are not to be had: they
   * pause, quit and restart. Actions are as `step` takes them; of a Box a list of numbers.
   */
  keys?: Readonly<Record<string, unknown>>;
  /** Steps a second of worlds in which time goes by; absent: a step is taken when a key is pressed. */
  fps?: number;
  /** With `fps`, what is played when no key is held. Absent: the last action goes on. */
  idle?: unknown;
}

/** What is known of an environment without making it. */
export interface EnvSpec {
  /** Name and version, e.g. `CartPole-v1`. Anything that may change results gets a new version. */
  id: string;
  /** One line for lists. */
  description: string;
  /** Steps after which an episode is truncated; absent: never. */
  maxEpisodeSteps?: number;
  /** Mean return at which the task counts as solved; absent: none is agreed on. */
  rewardThreshold?: number;
  /** Every option of the environment with its default value. */
  options: EnvOptions;
  /** What each option may be, in words, e.g. `a number from 0 to 1`. */
  allowed?: Record<string, string>;
  play?: PlayGuide;
}

export interface VectorSettings<Options = EnvOptions> {
  numEnvs: number;
  autoreset: AutoresetMode;
  options: Options;
  maxEpisodeSteps: number | undefined;
  spec: EnvSpec;
}

export interface EnvDefinition<E extends Env = Env, S extends OptionSpecs = OptionSpecs>
  extends Omit<EnvSpec, 'options' | 'allowed' | 'play'> {
  /** Defaults by name, plain or with rules (`option(4, { min: 4 })`). They are checked before `create` sees them. */
  options?: S;
  create(options: OptionValues<S>): E;
  /**
   * A faster vector of these environments, step for step equal to single ones: `makeVec` uses it where there are no
   * wrappers. `undefined` for options it is not made for: then single environments are stepped. A {@link RowsVectorEnv}
   * of your own {@link SeededRows} does time limits, automatic resets, infos and exact state.
   *
   * @example createVector: (settings) => new RowsVectorEnv(new CorridorRows(settings), settings)
   */
  createVector?(settings: VectorSettings<OptionValues<S>>): VectorEnv | undefined;
  /** What must be awaited once before `create` works, e.g. compiling a physics engine. */
  load?(): Promise<unknown>;
  /** How a person plays it; a function where actions depend on options. */
  play?: PlayGuide | ((options: OptionValues<S>) => PlayGuide);
}

const KEYS = [
  ...['id', 'description', 'maxEpisodeSteps', 'rewardThreshold'],
  ...['options', 'create', 'createVector', 'load', 'play'],
];

const definitions = new Map<string, EnvDefinition>();

/**
 * Defines an environment: from now on `make`, `makeVec`, agents and the command line know it by its id.
 *
 * @returns the definition, whose type says what `make` returns: see {@link EnvTypes}.
 * @throws UserError when the id has no version or is taken, or a key is unknown.
 * @example
 * export const corridor = defineEnv({
 *   id: 'Corridor-v0',
 *   description: 'Walk right.',
 *   maxEpisodeSteps: 50,
 *   options: { length: option(5, { integer: true, min: 2 }) },
 *   create: ({ length }) => new Corridor(length),
 * });
 */
export function defineEnv<E extends Env, S extends OptionSpecs = Record<never, never>>(
  definition: EnvDefinition<E, S>,
): EnvDefinition<E, S> {
  const { id, maxEpisodeSteps } = definition;
  if (typeof id !== 'string' || !/-v\d+$/.test(id)) {
    throw new UserError(`An environment id must end in a version such as "${id}-v0", got "${id}".`);
  }
  requireKnown(`defineEnv() of ${id}`, definition, KEYS);
  if (typeof definition.create !== 'function') {
    throw new UserError(`defineEnv() of ${id} needs create, a function that makes an environment.`);
  }
  if (maxEpisodeSteps !== undefined) requireLimit(id, maxEpisodeSteps);
  if (definitions.has(id)) throw new UserError(`The environment "${id}" is defined already.`);
  definitions.set(id, definition as unknown as EnvDefinition);
  return definition;
}

/** Everything defined so far, by id. */
export function definedEnvs(): ReadonlyMap<string, EnvDefinition> {
  return definitions;
}

/** What is known of the environments that a definition creates, with their default options or those given. */
export function specOf(definition: EnvDefinition, options = defaultsOf(definition.options ?? {})): EnvSpec {
  const { id, description, maxEpisodeSteps, rewardThreshold, play } = definition;
  const spec: EnvSpec = { id, description, options, allowed: allowedValues(definition.options ?? {}) };
  if (maxEpisodeSteps !== undefined) spec.maxEpisodeSteps = maxEpisodeSteps;
  if (rewardThreshold !== undefined) spec.rewardThreshold = rewardThreshold;
  if (play) spec.play = typeof play === 'function' ? play(options) : play;
  return spec;
}

/** @throws UserError when a time limit is neither a positive integer nor Infinity. */
export function requireLimit(owner: string, maxEpisodeSteps: unknown): void {
  const isLimit = Number.isSafeInteger(maxEpisodeSteps) && (maxEpisodeSteps as number) > 0;
  if (isLimit || maxEpisodeSteps === Infinity) return;
  throw new UserError(`${owner}: maxEpisodeSteps must be a positive integer, got ${maxEpisodeSteps}.`);
}
