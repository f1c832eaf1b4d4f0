// Algorithms as definitions: all that lists, the command line, presets and loading need to know of one.
import type * as z from 'zod';
import type { EnvOptions } from '../envs/index.js';
import { Catalogue } from '../io/catalogue.js';
import { UserError } from '../io/errors.js';
import type { NamedOptions } from '../io/setting-text.js';
import type { Agent } from './agent.js';
import type { AgentSpec } from './config.js';
import type { EnvSource } from './env-agent.js';
import type { OwnParts } from './own-parts.js';
import type { NamedSpace, SearchSpace } from './search-space.js';

/** Tuned settings: what `train` uses for an environment unless told otherwise. */
export interface Preset {
  /** How long it trains: one of the three, counted from the start. */
  totalSteps?: number;
  totalEpisodes?: number;
  totalIterations?: number;
  /** Hyperparameters that differ from the algorithm's defaults. */
  config: Record<string, unknown>;
  /** Sub-environments stepped together; default 1. */
  numEnvs?: number;
  /** Options of the environment. */
  envOptions?: EnvOptions;
  /** Around each environment, by name, the innermost first. */
  wrappers?: NamedOptions[];
  /** How the policy is evaluated: how often, over how many episodes, with a random action in this share of the steps. */
  evaluation?: { every?: number; episodes?: number; epsilon?: number };
  /** Episodes of the evaluation that ends a run. */
  finalEpisodes?: number;
}

/** The same preset with some hyperparameters otherwise. */
export function adjusted(preset: Preset, settings: Record<string, unknown>): Preset {
  return { ...preset, config: { ...preset.config, ...settings } };
}

/** By environment id. */
export type Presets = Readonly<Record<string, Preset>>;

/** Settings with a name, of a book or a course: chosen with `--preset NAME`. */
export interface NamedPreset extends Preset {
  /** Id of the environment they are for. */
  env: string;
  /** Where they come from, in one line. */
  summary: string;
}

/** Every kind of space whose values have a fixed size, by Gymnasium's names. */
export const ANY_SPACE = [
  'Box',
  'Discrete',
  'MultiDiscrete',
  'MultiBinary',
  'Dict',
  'Tuple',
  'Text',
  'OneOf',
] as const;

export type SpaceKind = (typeof ANY_SPACE)[number];

export interface AlgorithmDefinition extends AgentSpec {
  /** What it is, in one line. */
  summary: string;
  schema: z.ZodObject;
  presets?: Presets;
  namedPresets?: Readonly<Record<string, NamedPreset>>;
  /** What `tune` tries unless told otherwise. */
  searchSpace?: SearchSpace;
  namedSpaces?: Readonly<Record<string, NamedSpace>>;
  /** Sub-environments of a run for which nobody names a number; default 1. */
  numEnvs?: number;
  /** It learns from recorded transitions only (`OwnParts.dataset`); its environment tells the spaces. */
  needsDataset?: true;
  /**
   * What its environment must tell besides its spaces: the transition table `P`; a simulator (a board game, a table, or
   * `Env.searchGame`); or rooms and hallways, for options.
   */
  needsModel?: 'table' | 'simulator' | 'rooms';
  /** Which spaces it takes; absent: it needs no environment. */
  spaces?: { observations: readonly SpaceKind[]; actions: readonly SpaceKind[] };
  /** @param env absent for algorithms that need none */
  create(env: EnvSource, config: Record<string, unknown>, own?: OwnParts): Agent;
}

/** Those that a policy has a head for. */
export const POLICY_ACTIONS: readonly SpaceKind[] = ['Box', 'Discrete', 'MultiDiscrete', 'MultiBinary'];

export const catalogue = /* @__PURE__ */ new Catalogue<AlgorithmDefinition>('algorithm');

/** One of ours. A test checks it: looking at its schema would build it in every program. */
export function builtinAlgorithm(definition: AlgorithmDefinition): AlgorithmDefinition {
  return catalogue.add(definition);
}

/**
 * Makes an algorithm known by name: to lists, `train`, the command line, presets and `loadAgent`.
 *
 * @throws UserError when the name is taken, or something is missing.
 * @example
 * export const greedy = defineAlgorithm({
 *   ...greedySpec, // id, schema, mutable
 *   summary: 'Always takes the first action',
 *   spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
 *   create: (env, config) => new Greedy(env, config),
 * });
 */
export function defineAlgorithm(definition: AlgorithmDefinition): AlgorithmDefinition {
  const { id, schema, mutable, create, summary } = definition ?? {};
  const problem =
    typeof summary !== 'string'
      ? 'summary: one line of text'
      : typeof create !== 'function'
        ? 'create: a function (env, config, own) that makes an agent'
        : !schema?.shape?.seed
          ? 'schema: a zod object of all hyperparameters, seed among them'
          : !Array.isArray(mutable) || mutable.some((key) => !(key in schema.shape))
            ? 'mutable: the names of those hyperparameters that may change during training'
            : undefined;
  if (problem) throw new UserError(`defineAlgorithm (${String(id)}) needs ${problem}.`);
  return catalogue.add(definition);
}
