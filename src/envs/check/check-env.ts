// Checks whether an environment keeps the contract that agents rely on.

import { describe } from '../../io/describe.js';
import { requireKnown } from '../../io/options.js';
import { Generator } from '../../random/index.js';
import { Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { GOAL_METHODS } from '../goal-methods.js';
import { toSvg } from '../svg.js';
import { sampleAction } from './actions.js';
import { checkSpaces } from './check-spaces.js';
import { type Finding, Findings } from './findings.js';
import { fingerprint } from './record.js';
import { checkSeed, checkState } from './repeats.js';
import { checkReset, checkStep } from './results.js';

export interface CheckEnvOptions {
  /** Steps of each trial (default 100). */
  steps?: number;
  seed?: number;
  /** Throws a UserError that lists the findings when one of them is an error (default false). */
  throwOnError?: boolean;
}

/**
 * Plays an environment with random actions and reports what breaks the contract of {@link Env}: spaces that do
 * not describe what comes, results of the wrong form, seeds that are ignored, unseeded randomness, reused arrays,
 * wrong masks, rewards of goals that do not agree, states that do not restore or cannot be written. It goes on
 * after a finding as long as the environment can be played. Check an environment before it is
 * wrapped in NormalizeObservation or NormalizeReward: their statistics go on through seeded resets. The environment
 * is left in the middle of an episode.
 *
 * @returns the findings, none when all is well.
 * @throws UserError when an option is unknown, and with `throwOnError`.
 * @example
 * for (const { severity, message } of checkEnv(new Corridor())) console.log(`${severity}: ${message}`);
 */
export function checkEnv(env: Env, options: CheckEnvOptions = {}): Finding[] {
  requireKnown('checkEnv()', options, ['steps', 'seed', 'throwOnError']);
  const { steps = 100, seed = 0, throwOnError = false } = options;
  const findings = new Findings();
  if (checkMembers(env, findings)) {
    findings.attempt('The check of its spaces', () => checkSpaces(env, findings));
    const playable = findings.attempt('The trial', () => checkTrial(env, findings, seed, steps));
    if (playable) {
      const repeats = findings.attempt('The second trial', () => checkSeed(env, findings, seed, steps));
      findings.attempt('saveState() and loadState()', () =>
        checkState(env, findings, seed, steps, repeats ?? false),
      );
    }
    checkRender(env, findings);
  }
  if (throwOnError) findings.throwErrors(nameOf(env));
  return findings.list;
}

function nameOf(env: unknown): string {
  return Object(env).constructor.name;
}

/** @returns whether it can be played. */
function checkMembers(env: Env, findings: Findings): boolean {
  if (typeof env !== 'object' || env === null) {
    findings.error(`An environment must be an object, got ${describe(env)}.`);
    return false;
  }
  for (const name of ['observationSpace', 'actionSpace'] as const) {
    if (!(env[name] instanceof Space)) findings.error(`${name} must be a Space, got ${describe(env[name])}.`);
  }
  for (const name of ['reset', 'step'] as const) {
    if (typeof env[name] !== 'function') findings.error(`${name}() is missing.`);
  }
  const playable = !findings.hasErrors;
  for (const name of ['render', 'close', 'actionMask', ...GOAL_METHODS, 'saveState', 'loadState'] as const) {
    if (env[name] === undefined || typeof env[name] === 'function') continue;
    findings.error(`${name} must be a method or left out, got ${describe(env[name])}.`);
    return false;
  }
  return playable;
}

/** One trial in which every result is looked at. @returns whether it went to its end. */
function checkTrial(env: Env, findings: Findings, seed: number, steps: number): boolean {
  env.reset({ seed, options: {} });
  let previous = checkReset(env, findings, seed);
  if (previous === undefined) return false;
  const rng = new Generator(seed);
  for (let t = 0; t < steps; t++) {
    const kept = fingerprint(previous);
    const action = sampleAction(env, rng, findings);
    const given = fingerprint(action);
    const result = checkStep(env, env.step(action), findings);
    if (result === undefined) return false;
    if (kept !== fingerprint(previous)) {
      findings.error(
        'step() changed the observation returned before: return a new array every time, not the same one.',
      );
    }
    if (given !== fingerprint(action))
      findings.error('step() changed the action that it was given: copy it first.');
    previous = result.observation;
    if (result.terminated || result.truncated) {
      previous = checkReset(env, findings);
      if (previous === undefined) return false;
    }
  }
  return true;
}

/** A picture, if there is one, can be drawn. */
export function checkRender(env: Pick<Env, 'render'>, findings: Findings): void {
  if (!env.render) return;
  findings.attempt('render()', () => {
    const drawing = env.render!();
    if (drawing === undefined) return;
    const { width, height, shapes } = Object(drawing);
    if (!(width > 0 && height > 0) || !Array.isArray(shapes)) {
      findings.error(
        `render() must return a Drawing { width, height, background, shapes } or undefined, got ${describe(drawing)}.`,
      );
    } else if (/[" ,>-](NaN|undefined|Infinity)/.test(toSvg(drawing))) {
      findings.error('render() returned a shape with a coordinate that is not a finite number.');
    }
  });
}
