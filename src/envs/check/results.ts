// Checks of what reset() and step() return.
import { describe } from '../../io/describe.js';
import { outside } from '../../spaces/fit.js';
import { Dict, misfit } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { GOAL_METHODS } from '../goal-methods.js';
import type { Findings } from './findings.js';

/** @returns the observation, or undefined where it has not the form of its space and the play must stop. */
export function checkReset(env: Env, findings: Findings, seed?: number): unknown {
  const result: unknown = env.reset(seed === undefined ? undefined : { seed });
  if (!isResult('reset()', '{ observation, info }', result, findings)) return undefined;
  checkInfo('reset()', result.info, findings);
  return checkObservation(env, 'reset()', result.observation, findings);
}

/** @returns the result, or undefined where the play must stop. */
export function checkStep(env: Env, result: unknown, findings: Findings): StepResult<unknown> | undefined {
  const form = '{ observation, reward, terminated, truncated, info }';
  if (!isResult('step()', form, result, findings)) return undefined;
  const { observation, reward, terminated, truncated, info, ...rest } = result;
  const isReward = Number.isFinite(reward);
  if (!isReward) findings.error(`reward must be a finite number, got ${describe(reward)}.`, 'reward');
  for (const [name, flag] of Object.entries({ terminated, truncated })) {
    if (typeof flag !== 'boolean')
      findings.error(`${name} must be true or false, got ${describe(flag)}.`, name);
  }
  checkInfo('step()', info, findings);
  if ('done' in rest)
    findings.warning('step() returns "done", which nobody reads: use terminated and truncated.');
  if (checkObservation(env, 'step()', observation, findings) === undefined) return undefined;
  if (isReward) checkGoals(env, result as never, findings);
  return result as unknown as StepResult<unknown>;
}

function isResult(
  call: string,
  form: string,
  result: unknown,
  findings: Findings,
): result is Record<string, unknown> {
  if (result instanceof Promise) {
    findings.error(`${call} returned a Promise; environments are synchronous.`);
    return false;
  }
  if (typeof result !== 'object' || result === null || !('observation' in result)) {
    findings.error(`${call} must return ${form}, got ${describe(result)}.`, `form of ${call}`);
    return false;
  }
  return true;
}

function checkInfo(call: string, info: unknown, findings: Findings): void {
  if (typeof info === 'object' && info !== null && !Array.isArray(info)) return;
  findings.error(`info of ${call} must be an object, got ${describe(info)}.`, `info of ${call}`);
}

function checkObservation(env: Env, call: string, observation: unknown, findings: Findings): unknown {
  const reason = outside(env.observationSpace, observation);
  if (reason === undefined) return observation;
  findings.error(`The observation of ${call} does not fit observationSpace: ${reason}.`, 'observation');
  return misfit(env.observationSpace, observation) === undefined ? observation : undefined;
}

/** Relabelling trusts these methods to tell what the step told when asked about the step's own goal. */
function checkGoals(env: Env, result: StepResult<Record<string, unknown>>, findings: Findings): void {
  const [method] = GOAL_METHODS.filter((name) => env[name]);
  if (!method) return;
  const { observationSpace: space } = env;
  if (
    !(space instanceof Dict && ['achieved_goal', 'desired_goal'].every((key) => space.keys.includes(key)))
  ) {
    findings.error(
      `${method}() needs observations of a Dict with the keys achieved_goal and desired_goal, ` +
        `observationSpace is ${space}.`,
    );
    return;
  }
  const { observation, info } = result;
  for (const [name, seen] of [
    ['computeReward', 'reward'],
    ['computeTerminated', 'terminated'],
  ] as const) {
    const again = env[name]?.(observation.achieved_goal, observation.desired_goal, info);
    if (again === undefined || again === result[seen]) continue;
    findings.error(
      `${name}() gave ${describe(again)} for the goals of a step whose ${seen} was ${result[seen]}: both must agree.`,
      name,
    );
  }
}
