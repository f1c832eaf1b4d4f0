// Everything that decides how a run goes: worked out from a few options and presets, checked, and kept in config.json.
import { type Agent, algorithm } from '../agents/index.js';
import { type EnvOptions, makeVec } from '../envs/index.js';
import { problems } from '../io/check.js';
import { UserError } from '../io/errors.js';
import { backend } from '../tensor/index.js';
import { version } from '../version.js';
import { presetFor } from './presets/index.js';
import { CONFIG_FORMAT, type RunConfig, runConfigSchema } from './run-config-schema.js';

export type { RunConfig } from './run-config-schema.js';

const DEFAULT_STEPS = 100_000;
const EVALUATIONS = 25;
const CHECKPOINTS = 10;

export interface RunOptions {
  /** Id of a registered environment. */
  env: string;
  envOptions?: EnvOptions;
  /** Default `dqn`. */
  algo?: string;
  /** Hyperparameters; they take precedence over the preset. */
  config?: Record<string, unknown>;
  seed?: number;
  /** Environment steps in all. Default: the preset's, or 100,000. */
  totalSteps?: number;
  /** Sub-environments stepped together. Default: the preset's, or the algorithm's. */
  numEnvs?: number;
  /** Use the tuned settings for this environment, where there are any. Default true. */
  preset?: boolean;
  /** Default: 25 evaluations of 10 episodes over the run. */
  evaluation?: Partial<RunConfig['evaluation']>;
  /** Default: ten checkpoints over the run, the last 2 kept. */
  checkpoint?: Partial<RunConfig['checkpoint']>;
  stopAtReward?: number;
  imports?: string[];
}

/**
 * Works out the whole configuration and makes the agent, so that every mistake shows before anything is written.
 *
 * @throws {UserError} for unknown ids and keys, values out of range, and combinations that cannot work.
 */
export function planRun(options: RunOptions): { config: RunConfig; agent: Agent } {
  const { env: id, algo = 'dqn', stopAtReward, imports = [] } = options;
  const preset = options.preset === false ? undefined : presetFor(algo, id);
  const totalSteps = count('steps', options.totalSteps ?? preset?.totalSteps ?? DEFAULT_STEPS);
  const plan: RunConfig = {
    format: CONFIG_FORMAT,
    env: {
      id,
      options: { ...preset?.envOptions, ...options.envOptions },
      numEnvs: options.numEnvs ?? preset?.numEnvs ?? algorithm(algo).numEnvs ?? 1,
    },
    algo,
    config: {
      // Learners that make environments in threads of their own load the user's modules there too.
      ...('imports' in algorithm(algo).schema.shape && { imports }),
      ...preset?.config,
      ...options.config,
      ...(options.seed !== undefined && { seed: options.seed }),
    },
    totalSteps,
    evaluation: {
      every: count('evaluation.every', options.evaluation?.every ?? Math.ceil(totalSteps / EVALUATIONS)),
      episodes: count('evaluation.episodes', options.evaluation?.episodes ?? 10),
    },
    checkpoint: {
      every: count('checkpoint.every', options.checkpoint?.every ?? Math.ceil(totalSteps / CHECKPOINTS)),
      keep: count('checkpoint.keep', options.checkpoint?.keep ?? 2),
    },
    ...(stopAtReward !== undefined && { stopAtReward }),
    imports,
    backend: backend(),
    versions: {
      trainyard: version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
    },
  };
  const wrong = problems({ ...plan, config: { seed: 0, ...plan.config } }, runConfigSchema);
  if (wrong.length > 0) throw new UserError(`The run cannot be:\n${wrong.join('\n')}`);
  const agent = makeAgent(plan);
  return { config: { ...plan, config: { ...agent.config } }, agent };
}

/** A new agent on new environments, as the configuration says. */
export function makeAgent({ algo, env, config }: RunConfig): Agent {
  const spec = algorithm(algo);
  return spec.create(makeVec(env.id, { numEnvs: env.numEnvs, options: env.options }), config);
}

/** The run's seed. */
export function seedOf({ config }: Pick<RunConfig, 'config'>): number {
  return config.seed as number;
}

function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${name}: expected a whole number ≥ 1, got ${value}.`);
}
