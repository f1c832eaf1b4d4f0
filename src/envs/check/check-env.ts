// Checks whether an environment keeps the contract that agents rely on.
import { UserError } from '../../io/errors.js';
import { Generator } from '../../random/index.js';
import { Space } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { toSvg } from '../svg.js';
import { checkSpaces } from './check-spaces.js';
import { describe, type Finding, Findings, misfit } from './findings.js';

export interface CheckEnvOptions {
  /** Steps of each trial (default 100). */
  steps?: number;
  seed?: number;
  /** Throws a UserError that lists the findings when one of them is an error (default false). */
  throwOnError?: boolean;
}

/**
 * Plays an environment with random actions and reports what breaks the contract of {@link Env}: spaces that do
 * not describe what comes, results of the wrong form, unseeded randomness, reused arrays, wrong masks, states
 * that do not restore. The environment is left in the middle of an episode.
 *
 * @returns the findings, none when all is well.
 * @example
 * for (const { severity, message } of checkEnv(new Corridor())) console.log(`${severity}: ${message}`);
 */
export function checkEnv(
  env: Env,
  { steps = 100, seed = 0, throwOnError = false }: CheckEnvOptions = {},
): Finding[] {
  const findings = new Findings();
  checkMembers(env, findings);
  if (!findings.hasErrors) checkSpaces(env, findings);
  if (!findings.hasErrors) findings.attempt('The trial', () => checkTrial(env, findings, seed, steps));
  if (!findings.hasErrors)
    findings.attempt('The second trial', () => checkRepeats(env, findings, seed, steps));
  if (!findings.hasErrors)
    findings.attempt('saveState() and loadState()', () => checkState(env, findings, seed, steps));
  if (!findings.hasErrors) checkRender(env, findings);
  if (throwOnError && findings.hasErrors) {
    const lines = findings.list.map(({ severity, message }) => `  - ${severity}: ${message}`);
    throw new UserError(`The environment ${env.constructor.name} breaks the contract:\n${lines.join('\n')}`);
  }
  return findings.list;
}

function checkMembers(env: Env, findings: Findings): void {
  for (const name of ['observationSpace', 'actionSpace'] as const) {
    if (!(env[name] instanceof Space)) findings.error(`${name} must be a Space, got ${describe(env[name])}.`);
  }
  for (const name of ['reset', 'step', 'render', 'close'] as const) {
    if (typeof env[name] !== 'function') findings.error(`${name}() is missing.`);
  }
  if (Boolean(env.saveState) !== Boolean(env.loadState)) {
    findings.error('saveState() and loadState() must come together: have both or neither.');
  }
}

/** One trial in which every result is looked at. */
function checkTrial(env: Env, findings: Findings, seed: number, steps: number): void {
  let previous = checkReset(env, findings, seed);
  if (findings.hasErrors) return;
  const rng = new Generator(seed);
  for (let t = 0; t < steps && !findings.hasErrors; t++) {
    const kept = env.observationSpace.flatten(previous);
    const result = env.step(sampleAction(env, rng, findings));
    checkStep(env, result, findings);
    if (findings.hasErrors) return;
    if (!equal(kept, env.observationSpace.flatten(previous))) {
      findings.error(
        'step() changed the observation returned before: return a new array every time, not the same one.',
      );
    }
    previous = result.observation;
    if (result.terminated || result.truncated) previous = checkReset(env, findings);
  }
}

function checkReset(env: Env, findings: Findings, seed?: number): unknown {
  const result: unknown = env.reset(seed === undefined ? undefined : { seed });
  if (result instanceof Promise) {
    findings.error('reset() returned a Promise; environments are synchronous.');
  } else if (typeof result !== 'object' || result === null || !('observation' in result)) {
    findings.error(`reset() must return { observation, info }, got ${describe(result)}.`);
  } else {
    const { observation, info } = result as { observation: unknown; info?: unknown };
    checkObservation(env, 'reset()', observation, findings);
    if (typeof info !== 'object' || info === null)
      findings.error(`info of reset() must be an object, got ${describe(info)}.`);
    return observation;
  }
  return undefined;
}

function checkStep(env: Env, result: unknown, findings: Findings): void {
  if (result instanceof Promise) {
    findings.error('step() returned a Promise; environments are synchronous.');
    return;
  }
  if (typeof result !== 'object' || result === null || !('observation' in result)) {
    findings.error(
      `step() must return { observation, reward, terminated, truncated, info }, got ${describe(result)}.`,
    );
    return;
  }
  const { observation, reward, terminated, truncated, info, ...rest } = result as Record<string, unknown>;
  checkObservation(env, 'step()', observation, findings);
  if (!Number.isFinite(reward)) findings.error(`reward must be a finite number, got ${describe(reward)}.`);
  for (const [name, flag] of Object.entries({ terminated, truncated })) {
    if (typeof flag !== 'boolean') findings.error(`${name} must be true or false, got ${describe(flag)}.`);
  }
  if (typeof info !== 'object' || info === null)
    findings.error(`info of step() must be an object, got ${describe(info)}.`);
  if ('done' in rest)
    findings.warning('step() returns "done", which nobody reads: use terminated and truncated.');
}

function checkObservation(env: Env, where: string, observation: unknown, findings: Findings): void {
  const reason = misfit(env.observationSpace, observation);
  if (reason) findings.error(`The observation of ${where} does not fit observationSpace: ${reason}.`);
}

/** A random action, among the legal ones where there is a mask. */
function sampleAction(env: Env, rng: Generator, findings: Findings): unknown {
  const mask = env.actionMask?.();
  if (mask === undefined) return env.actionSpace.sample({ rng });
  const { flatdim } = env.actionSpace;
  if (mask.length !== flatdim || !mask.every((flag) => flag === 0 || flag === 1)) {
    findings.error(`actionMask() must hold ${flatdim} flags of 0 or 1, got ${describe(mask)}.`);
  } else if (!mask.includes(1)) {
    findings.error('actionMask() forbids every action of a state in which step() is called.');
  } else {
    return env.actionSpace.sample({ rng, mask });
  }
  return env.actionSpace.sample({ rng });
}

/** The trial in numbers: what repeats when it is repeated. */
function record(env: Env, rng: Generator, steps: number, findings: Findings): number[] {
  const numbers: number[] = [];
  for (let t = 0; t < steps; t++) {
    const result: StepResult<unknown> = env.step(sampleAction(env, rng, findings));
    const { observation, reward, terminated, truncated } = result;
    numbers.push(...env.observationSpace.flatten(observation), reward, Number(terminated), Number(truncated));
    if (terminated || truncated) numbers.push(...env.observationSpace.flatten(env.reset().observation));
  }
  return numbers;
}

function checkRepeats(env: Env, findings: Findings, seed: number, steps: number): void {
  const trial = () => {
    const { observation } = env.reset({ seed });
    return [
      ...env.observationSpace.flatten(observation),
      ...record(env, new Generator(seed), steps, findings),
    ];
  };
  if (!equal(trial(), trial())) {
    findings.error(
      'The same seed and actions gave another episode: draw every random number from a Generator that reset({ seed }) restarts.',
    );
  }
}

function checkState(env: Env, findings: Findings, seed: number, steps: number): void {
  if (!env.saveState || !env.loadState) {
    findings.warning('Without saveState() and loadState() a killed run cannot resume exactly.');
    return;
  }
  env.reset({ seed });
  record(env, new Generator(seed), Math.floor(steps / 2), findings);
  const saved = env.saveState();
  const state = JSON.parse(JSON.stringify(saved));
  const expected = record(env, new Generator(seed + 1), steps, findings);
  env.loadState(state);
  if (!equal(expected, record(env, new Generator(seed + 1), steps, findings))) {
    findings.error(
      'loadState(saveState()) did not restore everything: the same actions went on differently. ' +
        'Save all variables and the state of the generator, as plain JSON.',
    );
  }
}

function checkRender(env: Env, findings: Findings): void {
  if (!env.render) return;
  findings.attempt('render()', () => {
    const drawing = env.render!();
    if (drawing === undefined) return;
    if (!(drawing.width > 0 && drawing.height > 0) || !Array.isArray(drawing.shapes)) {
      findings.error(
        `render() must return a Drawing { width, height, background, shapes } or undefined, got ${describe(drawing)}.`,
      );
    } else if (/NaN|undefined|Infinity/.test(toSvg(drawing))) {
      findings.error('render() returned a shape with a coordinate that is not a finite number.');
    }
  });
}

function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((x, i) => Object.is(x, b[i]) || x === b[i]);
}
