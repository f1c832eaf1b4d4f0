// What `tune` is asked for, worked out to the settings of a study, so that every mistake shows before anything is written.
import { algorithm, type NamedSpace, namedPreset, presetFor, type SearchSpace } from '../agents/index.js';
import { UserError } from '../io/errors.js';
import { prepareRun, type RunConfig, type TrainOptions } from '../train/index.js';
import { checkedEnv, nameOfEnv } from '../train/run-env.js';
import { bracketsOf } from './brackets.js';
import { dimensionsOf, paramsAt } from './dimensions.js';
import {
  type MethodInput,
  type PrunerName,
  prunerMethod,
  type SamplerName,
  samplerMethod,
} from './methods.js';
import { OBJECTIVES, type Objective } from './objective.js';
import { makeSampler } from './samplers/index.js';
import type { RunBase, StudySettings } from './settings.js';
import { checkSpace, RUN_KEYS, TOTALS } from './space-check.js';
import { trialOptions } from './trial-options.js';

/**
 * Those of `train`, which are of every run, and those of the study. The space varies what they say: hyperparameters that are
 * given here stay as they are.
 */
export interface TuneOptions
  extends Omit<TrainOptions, 'onStart' | 'callbacks' | 'finalEpisodes' | 'stopAtReward'> {
  /** What is tried: a space of yours, or one of the algorithm's by name. Default: the algorithm's. */
  space?: SearchSpace | string;
  /** Default `tpe`, or that of a space with a name. */
  sampler?: MethodInput<SamplerName>;
  /** Default `none`. */
  pruner?: MethodInput<PrunerName>;
  /** Default 20, and all of a grid; of population-based training, the members (8). */
  trials?: number;
  /** Runs of each trial: a trial counts what they come to on average. Default 1. */
  seeds?: number;
  /** Of the draws of the sampler, and the first seed of the runs. Default 0. */
  seed?: number;
  /** A trial learns from those up to so many before it, so that so many can go on at a time; default 4. */
  lag?: number;
  /** What a trial is judged by; default `best`. */
  objective?: Objective;
  /** Episodes of the evaluation that ends a run; default 50. */
  finalEpisodes?: number;
  /** Folder of the study. Default `runs/tune-<env>-<algo>`. */
  out?: string;
}

export const STUDY_OPTIONS = ['space', 'sampler', 'pruner', 'trials', 'seeds', 'seed', 'lag', 'objective'];

/** @throws {UserError} when an option is wrong. */
export function studySettings(options: TuneOptions): { settings: StudySettings; ownSpace: boolean } {
  const { space: given, sampler, pruner, trials, seeds = 1, seed = 0, lag = 4, objective = 'best' } = options;
  const { finalEpisodes = 50, env, out: _, ...rest } = options;
  const train = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => !STUDY_OPTIONS.includes(key) && value !== undefined),
  ) as Partial<TrainOptions>;
  const { algo = 'dqn' } = options;
  const named = typeof given === 'string' ? namedSpace(algo, given) : undefined;
  const settings: Omit<StudySettings, 'trials' | 'space'> = {
    ...(typeof env === 'string' ? { env } : { env: nameOf(env), program: true as const }),
    run: { ...train, algo, preset: presetOf(options, named?.preset) } as RunBase,
    sampler: samplerMethod(sampler ?? named?.sampler ?? 'tpe'),
    pruner: prunerMethod(pruner ?? 'none'),
    ...{ seeds, seed, lag, objective, finalEpisodes },
  };
  const space = spaceFor(settings, named?.space ?? (given as SearchSpace | undefined));
  requireCounts({ trials, seeds, lag, finalEpisodes });
  if (!OBJECTIVES.includes(objective)) {
    throw new UserError(`objective: one of ${OBJECTIVES.join(', ')}, got ${objective}.`);
  }
  const all = { ...settings, space, trials: 1 };
  const { size } = makeSampler(all);
  const standard =
    settings.sampler.name === 'pbt' ? 8 : Math.min(size, settings.sampler.name === 'grid' ? size : 20);
  if (trials !== undefined && trials > size) {
    throw new UserError(
      `The grid has ${size} combinations, and ${trials} trials are asked for. Leave trials out.`,
    );
  }
  requireTogether(all);
  return { settings: { ...all, trials: trials ?? standard }, ownSpace: given !== undefined };
}

/** The space of the study: what is set otherwise already is not varied. */
function spaceFor({ run }: Pick<StudySettings, 'run'>, given: SearchSpace | undefined): SearchSpace {
  const { algo = 'dqn' } = run;
  const space = given ?? algorithm(algo).searchSpace;
  if (!space) {
    throw new UserError(
      `${algo} has no search space of its own: give one, as a file with --space or as an object.`,
    );
  }
  checkSpace(space, algo);
  const fixed = {
    ...run.config,
    ...Object.fromEntries(RUN_KEYS.flatMap((key) => (run[key] === undefined ? [] : [[key, run[key]]]))),
  };
  const both = Object.keys(space).filter((key) => key in fixed);
  if (given && both.length > 0) {
    throw new UserError(
      `${both.join(', ')}: set to a value and in the search space as well. Leave one of them out.`,
    );
  }
  const totals = Object.keys(space).filter((key) => TOTALS.includes(key));
  const setTotal = TOTALS.find((key) => key in fixed);
  if (totals.length > 1 || (totals.length === 1 && setTotal)) {
    throw new UserError(
      `The search space varies ${totals.join(' and ')}${setTotal ? `, and ${setTotal} is set` : ''}: there can be one total only.`,
    );
  }
  return Object.fromEntries(Object.entries(space).filter(([key]) => !(key in fixed)));
}

function requireTogether({ sampler, pruner, space, seeds }: StudySettings): void {
  const totals = Object.keys(space).filter((key) => TOTALS.includes(key));
  if (pruner.name !== 'none' && totals.length > 0) {
    throw new UserError(
      `The pruner ${pruner.name} compares trials at equal moments, and the space varies ${totals[0]}.`,
    );
  }
  if (sampler.name !== 'pbt') return;
  if (pruner.name !== 'none' || seeds !== 1 || totals.length > 0) {
    throw new UserError(
      'Population-based training has no pruner, one run for each member, and equal totals.',
    );
  }
}

function requireCounts(counts: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) continue;
    throw new UserError(`${name}: expected a whole number ≥ 1, got ${value}.`);
  }
}

/** A space of a course or a book. @throws {UserError} that lists those there are. */
export function namedSpace(algo: string, name: string): NamedSpace {
  const { namedSpaces = {} } = algorithm(algo);
  if (Object.hasOwn(namedSpaces, name)) return namedSpaces[name]!;
  const known = Object.keys(namedSpaces).join(', ');
  throw new UserError(
    `${algo} has no search space '${name}'; ${known ? `it has ${known}` : 'it has none with a name'}.`,
  );
}

/** What runs start from, as it is now: a later version of the preset does not change a study. */
function presetOf(
  { preset, env, algo = 'dqn', dataset }: TuneOptions,
  usual: string | undefined,
): RunBase['preset'] {
  const wanted = preset ?? usual ?? dataset === undefined;
  if (wanted === false) return false;
  if (typeof wanted === 'object') return wanted;
  const found =
    typeof wanted === 'string' ? namedPreset(algo, wanted) : typeof env === 'string' && presetFor(algo, env);
  if (!found) return false;
  const { totalSteps, totalEpisodes, totalIterations, config, numEnvs, envOptions, wrappers } = found;
  const all = { totalSteps, totalEpisodes, totalIterations, config, numEnvs, envOptions, wrappers };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function nameOf(env: Exclude<TuneOptions['env'], string>): string {
  const made = checkedEnv(env);
  made.close?.();
  return nameOfEnv(made);
}

/**
 * Makes agents to see that the runs can be: one as it is without the space, and one at either end of each parameter.
 *
 * @param ownSpace Whether the user gave the space: parameters of the algorithm's that nothing would read here are left out.
 * @returns the settings, and the parameters that were left out
 * @throws {UserError} what `train` would say.
 */
export async function checkRuns(
  settings: StudySettings,
  env: TrainOptions['env'],
  ownSpace: boolean,
): Promise<{ settings: StudySettings; left: string[] }> {
  const probe = async (params: Record<string, unknown>) => {
    const { agent, config } = await prepareRun(
      trialOptions(settings, env, params, settings.seed, 'runs/none'),
    );
    agent.env?.close();
    return config;
  };
  if (!Object.keys(settings.space).some((key) => TOTALS.includes(key)))
    requireEvaluations(settings, await probe({}));
  const left: string[] = [];
  // Who takes over from another goes on with its networks.
  const { mutable } = algorithm(settings.run.algo ?? 'dqn');
  const fixed =
    settings.sampler.name === 'pbt'
      ? Object.keys(settings.space).filter((key) => !mutable.includes(key))
      : [];
  if (ownSpace && fixed.length > 0) {
    throw new UserError(
      `${fixed.join(', ')}: cannot change during training, so a population cannot tune it; see '*' in list algos.`,
    );
  }
  left.push(...fixed);
  for (const dimension of dimensionsOf(settings.space)) {
    if (left.includes(dimension.key)) continue;
    const ends = dimension.ordered ? [0, 1] : [0, dimension.levels - 1];
    try {
      for (const end of ends) await probe(paramsAt([dimension], [end]));
    } catch (error) {
      if (ownSpace || !/would have no effect/.test((error as Error).message)) throw error;
      left.push(dimension.key);
    }
  }
  const space = Object.fromEntries(Object.entries(settings.space).filter(([key]) => !left.includes(key)));
  if (Object.keys(space).length === 0) throw new UserError('Nothing is left of the search space to tune.');
  return { settings: { ...settings, space }, left };
}

/** Trials cannot be compared before they have been evaluated. */
function requireEvaluations({ pruner, sampler }: StudySettings, { budget, evaluation }: RunConfig): void {
  const first =
    sampler.name === 'pbt'
      ? 1 / sampler.options.generations
      : Math.min(...bracketsOf(pruner, 1, true).flatMap(({ rungs }) => rungs), 1);
  const amount = Math.floor(first * budget.amount);
  if (evaluation.every <= amount) return;
  throw new UserError(
    `Trials are compared after ${amount} ${budget.unit} for the first time, and evaluated after ${evaluation.every}: ` +
      'evaluate more often, train longer, or compare later.',
  );
}

export const TRAIN_KEYS = [
  ...[
    'envOptions',
    'wrappers',
    'vectorization',
    'numEnvs',
    'algo',
    'config',
    'backend',
    'preset',
    'evaluation',
  ],
  ...[
    'totalSteps',
    'totalEpisodes',
    'totalIterations',
    'checkpoint',
    'dataset',
    'imports',
    'from',
    'allowImports',
  ],
];
