// What worlds must return when all agents act at once: what is broken is refused, not taken for something else.
import { describe, show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { fits, misfit } from '../../spaces/index.js';
import { nameOf } from './calls.js';
import type { ParallelEnv, ParallelReset, ParallelStep } from './contract.js';

const RESET = ['observations', 'infos'] as const;
const STEP = ['observations', 'rewards', 'terminations', 'truncations', 'infos'] as const;

/** @throws UserError when `reset` of a world returned something else. */
export function requireReset<O>(env: ParallelEnv<O>, result: ParallelReset<O>): ParallelReset<O> {
  requireTables(env, 'reset()', result, RESET);
  requireObservations(env, 'reset()', result.observations);
  if (Object.keys(result.observations).length === 0)
    fail(env, 'reset() gave no observations: nobody takes part.');
  return result;
}

/** @param acted the agents that must be in every table. @throws UserError when `step` returned something else. */
export function requireStep<O>(
  env: ParallelEnv<O>,
  acted: readonly string[],
  result: ParallelStep<O>,
): ParallelStep<O> {
  requireTables(env, 'step()', result, STEP);
  const { observations, rewards, terminations, truncations } = result;
  requireObservations(env, 'step()', observations);
  for (const agent of acted) {
    if (!Object.hasOwn(observations, agent)) fail(env, `step() gave ${agent}, which acted, no observation.`);
    if (!Number.isFinite(rewards[agent])) {
      fail(env, `the reward of ${agent} must be a finite number, got ${show(rewards[agent])}.`);
    }
    for (const [name, flags] of Object.entries({ terminations, truncations })) {
      if (typeof flags[agent] === 'boolean') continue;
      fail(env, `${name} of ${agent} must be true or false, got ${show(flags[agent])}.`);
    }
  }
  return result;
}

function requireTables(env: ParallelEnv, call: string, result: unknown, names: readonly string[]): void {
  if (result instanceof Promise) {
    fail(env, `${call} returned a Promise; worlds are synchronous and must return at once.`);
  }
  const tables = Object(result) as Record<string, unknown>;
  if (names.every((name) => typeof tables[name] === 'object' && tables[name] !== null)) return;
  fail(env, `${call} must return { ${names.join(', ')} }, each by agent, got ${describe(result)}.`);
}

function requireObservations(env: ParallelEnv, call: string, observations: Record<string, unknown>): void {
  for (const [agent, observation] of Object.entries(observations)) {
    if (!env.possibleAgents.includes(agent)) {
      fail(env, `${call} gave an observation of ${agent}, which is not among possibleAgents.`);
    }
    const space = env.observationSpace(agent);
    if (fits(space, observation)) continue;
    fail(
      env,
      `the observation of ${agent} in ${call} does not fit its observation space ${space}: ${misfit(space, observation)}.`,
    );
  }
}

function fail(env: ParallelEnv, message: string): never {
  throw new UserError(`${nameOf(env)}: ${message}`, { kind: 'failure' });
}
