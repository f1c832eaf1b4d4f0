// The environments of a run: by id or from a program, wrapped and vectorised as its configuration says.
import {
  type Env,
  isManyAgents,
  make,
  makeVec,
  type VectorEnv,
  vectorize,
  wrap,
  wrapper,
} from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { WorkerVectorEnv } from '../parallel/index.js';
import type { RunConfig } from './run-config-schema.js';

/** Makes one environment, new with every call: training, evaluation and every row of a vector have their own. */
export type EnvFactory = () => Env;

type EnvDescription = RunConfig['env'];

export interface RunEnvs {
  /** A single one as evaluations see it, e.g. to watch. @throws {UserError} of a world with many agents */
  make(): Env;
  /** The same, or the agents of one world as a vector. */
  stage(): Env | VectorEnv;
  /** Those that are trained on. */
  makeVec(numEnvs: number): VectorEnv;
  /** The same without wrappers that change rewards alone: returns are those of the environment. */
  makeEvaluation(numEnvs: number): VectorEnv;
}

/**
 * @param factory Of an environment that a program brings along.
 * @param imports What threads import to know the environment, from `importModules`.
 * @throws {UserError} when the description and what is given do not fit together.
 */
export function runEnvs(env: EnvDescription, factory?: EnvFactory, imports: readonly string[] = []): RunEnvs {
  const { id, options, wrappers, vectorization } = env;
  if (env.program && !factory) throw needsFactory(env);
  if (wrappers.some(({ name }) => name === 'NormalizeObservation')) {
    throw new UserError(
      'NormalizeObservation keeps statistics of its own around every environment, so evaluations would see other ' +
        'observations than training. Use the hyperparameter normalizeObservations, whose statistics belong to the agent.',
    );
  }
  const isWorld = !factory && isManyAgents(id);
  if (isWorld && vectorization === 'workers') {
    throw new UserError(`${id} is a world with many agents, and threads step environments of one agent.`);
  }
  if (factory && vectorization === 'workers') {
    throw new UserError(
      `${id} comes from a program, and threads cannot take it along: define it in a module.`,
    );
  }
  const bare = factory ? () => checkedEnv(factory) : () => make(id, options);
  const vector = (numEnvs: number, worn: typeof wrappers) => {
    if (vectorization === 'workers') {
      return new WorkerVectorEnv({ id, options, wrappers: worn, imports }, { numEnvs });
    }
    if (factory || (worn.length > 0 && !isWorld)) return vectorize(() => wrap(bare(), worn), { numEnvs });
    return makeVec(id, { numEnvs, options, vectorization, ...(isWorld && { wrappers: worn }) });
  };
  const evaluated = wrappers.filter(({ name }) => !wrapper(name).rewardsOnly);
  return {
    make: () => wrap(bare(), evaluated),
    stage: () => (isWorld ? vector(1, evaluated) : wrap(bare(), evaluated)),
    makeVec: (numEnvs) => vector(numEnvs, wrappers),
    makeEvaluation: (numEnvs) => vector(numEnvs, evaluated),
  };
}

/** @throws {UserError} when the function does not make an environment. */
export function checkedEnv(factory: EnvFactory): Env {
  const env: unknown = factory();
  if (typeof env === 'object' && env !== null && 'reset' in env && 'step' in env) return env as Env;
  throw new UserError(
    env instanceof Promise
      ? 'The function that makes the environment is asynchronous: await what it needs first, and give a function that answers at once.'
      : `The function that makes the environment must return an object with reset and step, got ${env}.`,
  );
}

/** What a configuration calls an environment that has no id: the class inside its wrappers. */
export function nameOfEnv(env: Env): string {
  const { env: inner } = env as { env?: Env };
  return env.spec?.id ?? (inner ? nameOfEnv(inner) : env.constructor.name);
}

function needsFactory({ id }: EnvDescription): UserError {
  return new UserError(
    `This run was made by a program with an environment of its own, ${id}. In a program, open it with ` +
      '{ env: () => new … }; on the command line, define the environment in a module and name both: ' +
      '--import ./module.js --env Name-v0.',
  );
}
