// Everything that decides how a run goes: worked out from a few options and presets, checked, and kept in config.json.

import type { Callback } from '../agents/agent.js';
import { type Budget, parseBudget } from '../agents/budget.js';
import { type Agent, algorithm, algorithms, namedPreset, presetFor } from '../agents/index.js';
import { completeWrappers, type EnvOptions, envSpec } from '../envs/index.js';
import { createCallback, resumables } from '../evaluate/index.js';
import { problems } from '../io/check.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import type { NamedOptions } from '../io/setting-text.js';
import type { Dataset } from '../memory/index.js';
import { backend } from '../tensor/index.js';
import { version } from '../version.js';
import { chooseKernels, type RunBackend } from './kernels.js';
import type { PresetOptions } from './preset-options.js';
import { CONFIG_FORMAT, type RunConfig, runConfigSchema } from './run-config-schema.js';
import { checkedEnv, type EnvFactory, nameOfEnv, runEnvs } from './run-env.js';

export type { RunConfig } from './run-config-schema.js';

const DEFAULT_BUDGET: Budget = { amount: 100_000, unit: 'steps' };
const EVALUATIONS = 25;
const CHECKPOINTS = 10;

export interface RunOptions {
  /** Id of a registered environment, or a function that makes one of yours. */
  env: string | EnvFactory;
  envOptions?: EnvOptions;
  /** Around each environment, the innermost first. Default: the preset's. */
  wrappers?: readonly (string | NamedOptions)[];
  /** How several environments are stepped: as they like (default), one after the other, or in threads. */
  vectorization?: RunConfig['env']['vectorization'];
  /** Sub-environments stepped together. Default: the preset's, or the algorithm's. */
  numEnvs?: number;
  /** Default `dqn`. */
  algo?: string;
  /** Hyperparameters; they take precedence over the preset. */
  config?: Record<string, unknown>;
  seed?: number;
  /** Kernels to compute with. Default: those that the program computes with. The run goes on with them when it is resumed. */
  backend?: RunBackend;
  /** Environment steps in all. At most one of the three totals; default: the preset's, or 100,000 steps. */
  totalSteps?: number;
  totalEpisodes?: number;
  totalIterations?: number;
  /**
   * Settings to start from: the tuned ones for this environment where there are any (default), those of a book or a
   * course by their name, your own, or none.
   */
  preset?: boolean | string | PresetOptions;
  /**
   * Default: 25 evaluations of 10 episodes over the run. `every` counts in the unit of the budget; `epsilon` is the probability
   * of a random action in all of them, the final one too.
   */
  evaluation?: Partial<RunConfig['evaluation']>;
  /** Default: ten checkpoints over the run, the last 2 kept. `every` counts in the unit of the budget. */
  checkpoint?: Partial<RunConfig['checkpoint']>;
  stopAtReward?: number;
  /** Episodes of the evaluation at the end. Default 100; 0 leaves it out. */
  finalEpisodes?: number;
  /** File of recorded transitions to learn from instead of stepping the environment; steps are gradient steps then. */
  dataset?: string;
  /** Names of defined callbacks, which become part of the configuration, and objects of your own. */
  callbacks?: readonly (Callback | string | NamedOptions)[];
  /** Modules that define environments, wrappers, algorithms, callbacks: paths from the current folder, or packages. */
  imports?: readonly string[];
}

/** Names of the options of a run, to refuse others. */
export const RUN_OPTIONS = [
  ...['env', 'envOptions', 'wrappers', 'vectorization', 'numEnvs', 'algo', 'config', 'seed', 'totalSteps'],
  ...['totalEpisodes', 'totalIterations', 'preset', 'evaluation', 'checkpoint', 'stopAtReward', 'callbacks'],
  ...['imports', 'backend', 'dataset', 'finalEpisodes'],
];

/** What `planRun` found out. */
export interface RunPlan {
  config: RunConfig;
  agent: Agent;
}

/**
 * Works out the whole configuration and makes the agent, so that every mistake shows before anything is written.
 * Modules of the user have been imported.
 *
 * @param imported What threads import to know them, from `importModules`.
 * @param dataset What `options.dataset` holds.
 * @throws {UserError} for unknown ids and keys, values out of range, and combinations that cannot work.
 */
export function planRun(options: RunOptions, imported: readonly string[] = [], dataset?: Dataset): RunPlan {
  if (dataset) requireNoStepping(options);
  chooseKernels(options.backend);
  const { algo = 'dqn', stopAtReward } = options;
  const factory = typeof options.env === 'string' ? undefined : options.env;
  const id = typeof options.env === 'string' ? options.env : nameOf(options.env);
  const preset = presetOf(options, id);
  const finalEpisodes = options.finalEpisodes ?? preset?.finalEpisodes;
  const budget = budgetOf(options) ?? (preset && budgetOf(preset)) ?? DEFAULT_BUDGET;
  const plan: RunConfig = {
    format: CONFIG_FORMAT,
    env: {
      id,
      ...(factory && { program: true as const }),
      options: { ...preset?.envOptions, ...options.envOptions },
      wrappers: completeWrappers((options.wrappers ?? preset?.wrappers ?? []).map(named)),
      vectorization: options.vectorization ?? 'auto',
      numEnvs: dataset ? 1 : (options.numEnvs ?? preset?.numEnvs ?? algorithm(algo).numEnvs ?? 1),
    },
    algo,
    config: {
      ...preset?.config,
      ...options.config,
      ...(options.seed !== undefined && { seed: options.seed }),
    },
    budget,
    ...intervals(budget, { ...options, evaluation: { ...preset?.evaluation, ...options.evaluation } }),
    callbacks: (options.callbacks ?? []).filter(isNamed).map(named),
    ...(stopAtReward !== undefined && { stopAtReward }),
    ...(finalEpisodes !== undefined && { finalEpisodes }),
    imports: [...(options.imports ?? [])],
    backend: backend(),
    versions: {
      trainyard: version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
    },
  };
  if (factory && Object.keys(plan.env.options).length > 0) {
    throw new UserError('envOptions belong to environments with an id; give them to your function instead.');
  }
  const wrong = problems({ ...plan, config: { seed: 0, ...plan.config } }, runConfigSchema);
  if (wrong.length > 0) throw new UserError(`The run cannot be:\n${wrong.join('\n')}`);
  resumables([...plan.callbacks.map((each) => createCallback(each)), ...ownCallbacks(options)]);
  const agent = makeAgent(plan, factory, imported, dataset);
  agent.requireTrainable(budget);
  return { config: { ...plan, config: withoutImports(agent.config) }, agent };
}

/** @throws {UserError} for several environments where none is stepped. */
function requireNoStepping({ numEnvs = 1, vectorization = 'auto' }: RunOptions): void {
  const [key, value] = numEnvs !== 1 ? ['numEnvs', numEnvs] : ['vectorization', vectorization];
  if (numEnvs === 1 && vectorization === 'auto') return;
  throw new UserError(
    `${key}: with a dataset no environment is stepped, so that '${value}' would have no effect. Leave it out.`,
  );
}

/** A new agent on new environments, as the configuration says. */
export function makeAgent(
  config: RunConfig,
  factory?: EnvFactory,
  imports: readonly string[] = [],
  dataset?: Dataset,
): Agent {
  const definition = algorithm(config.algo);
  const vector = runEnvs(config.env, factory, imports).makeVec(config.env.numEnvs);
  // Learners that make environments in threads of their own load the user's modules there too.
  const own = 'imports' in definition.schema.shape ? { imports } : {};
  const agent = definition.create(vector, { ...config.config, ...own }, dataset && { dataset });
  if (!dataset || (agent as { dataset?: Dataset }).dataset === dataset) return agent;
  throw new UserError(`${config.algo} does not learn from a dataset.`);
}

/** They are a setting of the run, not of the algorithm. */
function withoutImports({
  imports: _,
  ...config
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return config;
}

/** The run's seed. */
export function seedOf({ config }: Pick<RunConfig, 'config'>): number {
  return config.seed as number;
}

/** How often a run with this budget is evaluated and saved unless told otherwise. */
export function intervals(
  { amount }: Budget,
  { evaluation = {}, checkpoint = {} }: Pick<RunOptions, 'evaluation' | 'checkpoint'> = {},
): Pick<RunConfig, 'evaluation' | 'checkpoint'> {
  requireKnown('evaluation', evaluation, ['every', 'episodes', 'epsilon']);
  requireKnown('checkpoint', checkpoint, ['every', 'keep']);
  return {
    evaluation: {
      every: count('evaluation.every', evaluation.every ?? Math.ceil(amount / EVALUATIONS)),
      episodes: count('evaluation.episodes', evaluation.episodes ?? 10),
      ...(evaluation.epsilon !== undefined && { epsilon: evaluation.epsilon }),
    },
    checkpoint: {
      every: count('checkpoint.every', checkpoint.every ?? Math.ceil(amount / CHECKPOINTS)),
      keep: count('checkpoint.keep', checkpoint.keep ?? 2),
    },
  };
}

/** The total among the options, if there is one. @throws {UserError} when there are several. */
export function budgetOf({
  totalSteps,
  totalEpisodes,
  totalIterations,
}: Partial<Totals>): Budget | undefined {
  const given = Object.entries({ totalSteps, totalEpisodes, totalIterations }).filter(
    ([, total]) => total !== undefined,
  );
  return given.length === 0 ? undefined : parseBudget(Object.fromEntries(given));
}

interface Totals {
  totalSteps: number;
  totalEpisodes: number;
  totalIterations: number;
}

function presetOf(
  // Tuned settings are of training in an environment.
  { dataset, preset = dataset === undefined, algo = 'dqn' }: RunOptions,
  id: string,
): PresetOptions | undefined {
  if (typeof preset === 'string') return namedPreset(algo, preset);
  if (typeof preset !== 'boolean') return preset;
  return preset ? presetFor(algo, id) : undefined;
}

function nameOf(factory: EnvFactory): string {
  const env = checkedEnv(factory);
  const name = nameOfEnv(env);
  env.close?.();
  return name;
}

/** Algorithms with tuned settings for an environment. */
export function algorithmsWithPreset(env: string): string[] {
  return algorithms().flatMap(({ id, presets }) => (presets?.[env] ? [id] : []));
}

/** Whether an environment is known by its id. */
export function isRegistered(id: string): boolean {
  try {
    return envSpec(id).id === id;
  } catch {
    return false;
  }
}

/** The callbacks that are objects of the caller. */
export function ownCallbacks({ callbacks = [] }: Pick<RunOptions, 'callbacks'>): Callback[] {
  return callbacks.filter((callback) => !isNamed(callback)) as Callback[];
}

/** Whether a callback is one by its registered name. */
function isNamed(callback: Callback | string | NamedOptions): callback is string | NamedOptions {
  return typeof callback === 'string' || ('options' in callback && typeof callback.name === 'string');
}

function named(item: string | NamedOptions): NamedOptions {
  if (typeof item === 'string') return { name: item, options: {} };
  requireKnown(`The entry '${item.name}'`, item, ['name', 'options']);
  return { name: item.name, options: item.options ?? {} };
}

function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${name}: expected a whole number ≥ 1, got ${value}.`);
}
