// Checks whether a world in which all agents act at once keeps its contract.
import { describe } from '../../../io/describe.js';
import { Generator } from '../../../random/index.js';
import { checkRender } from '../../check/check-env.js';
import { type Finding, Findings } from '../../check/findings.js';
import { aecToParallel } from '../aec-to-parallel.js';
import { nameOf } from '../calls.js';
import type { ByAgent, ParallelEnv, ParallelReset, ParallelStep } from '../contract.js';
import { parallelToAec } from '../parallel-to-aec.js';
import { legalAction } from './actions.js';
import { digest } from './digest.js';
import { checkMembers, checkObservation, checkTable, checkWorldState } from './members.js';
import { type CheckMultiOptions, readCheckOptions } from './options.js';
import { type Play, recordParallel } from './record.js';
import { checkRoundTrip, checkSeed, checkState } from './repeats.js';

/**
 * Plays a world with random legal actions and reports what breaks the contract of {@link ParallelEnv}: agents without
 * entries or with too many, dead ones that come back, observations outside their spaces, wrong masks, seeds that are
 * ignored, reused arrays, states that do not restore, and plays that differ when its agents act one after the other. The
 * world is left in the middle of an episode.
 *
 * @returns the findings, none when all is well.
 * @throws UserError when an option is unknown, and with `throwOnError`.
 * @example
 * for (const { severity, message } of checkParallelEnv(makeParallel('battle_v4'))) console.log(severity, message);
 */
export function checkParallelEnv(env: ParallelEnv, options: CheckMultiOptions = {}): Finding[] {
  const { steps, seed, throwOnError } = readCheckOptions('checkParallelEnv()', options);
  const findings = new Findings();
  if (checkMembers(env, ['reset', 'step'], findings)) {
    const playable = findings.attempt('The trial', () => checkTrial(env, seed, steps, findings));
    if (playable) findings.attempt('The second trial', () => checkRepeats(env, seed, steps, findings));
    checkRender(env, findings);
  }
  if (throwOnError) findings.throwErrors(nameOf(env));
  return findings.list;
}

function checkRepeats(env: ParallelEnv, seed: number, steps: number, findings: Findings): void {
  const play = { seed, actionSeed: seed, steps };
  const record = (how: Play) => recordParallel(env, how);
  if (!checkSeed(record, play, findings)) return;
  checkState(env, record, play, findings);
  const around = aecToParallel(parallelToAec(env));
  checkRoundTrip('turns and back', record(play), recordParallel(around, play), findings);
}

/** One trial in which every result is looked at. @returns whether it went to its end. */
function checkTrial(env: ParallelEnv, seed: number, steps: number, findings: Findings): boolean {
  const rng = new Generator(seed);
  let { observations, infos } = begin(env, findings, seed);
  const gone = new Set<string>();
  for (let t = 0; t < steps && !findings.hasErrors; t++) {
    if (env.agents.length === 0) {
      gone.clear();
      ({ observations, infos } = begin(env, findings));
    }
    const acting = [...env.agents];
    const actions: ByAgent<unknown> = {};
    for (const agent of acting) {
      actions[agent] = legalAction(env, agent, observations[agent], infos[agent], rng, findings, true);
    }
    const before = { seen: digest(observations), given: digest(actions) };
    const result = env.step(actions);
    if (digest(observations) !== before.seen) {
      findings.error('step() changed observations returned before: return new arrays every time.');
    }
    if (digest(actions) !== before.given) findings.error('step() changed the actions that it was given.');
    checkStep(env, acting, result, gone, findings);
    ({ observations, infos } = result);
  }
  return !findings.hasErrors;
}

function begin(env: ParallelEnv, findings: Findings, seed?: number): ParallelReset<unknown> {
  const result = env.reset(seed === undefined ? undefined : { seed });
  if (typeof result !== 'object' || !('observations' in result)) {
    findings.error(`reset() must return { observations, infos }, got ${describe(result)}.`);
    return { observations: {}, infos: {} };
  }
  if (!Array.isArray(env.agents) || env.agents.length === 0) {
    findings.error(`After reset() agents must list those that take part, got ${describe(env.agents)}.`);
  }
  const foreign = env.agents.find((agent) => !env.possibleAgents.includes(agent));
  if (foreign !== undefined) findings.error(`agents lists ${foreign}, which is not among possibleAgents.`);
  checkTable('observations of reset()', result.observations, env.agents, 'any', findings);
  checkTable('infos of reset()', result.infos, env.agents, 'info', findings);
  for (const agent of env.agents) checkObservation(env, agent, result.observations[agent], findings);
  checkWorldState(env, findings);
  return result;
}

function checkStep(
  env: ParallelEnv,
  acting: readonly string[],
  result: ParallelStep<unknown>,
  gone: Set<string>,
  findings: Findings,
): void {
  const { terminations, truncations } = result;
  const born = env.agents.filter((agent) => !acting.includes(agent));
  const back = born.find((agent) => gone.has(agent));
  if (back !== undefined) findings.error(`${back} came back after its episode had ended.`);
  const named = [...acting, ...born];
  const complete = [
    checkTable('observations', result.observations, named, 'any', findings),
    checkTable('rewards', result.rewards, named, 'reward', findings),
    checkTable('terminations', terminations, named, 'flag', findings),
    checkTable('truncations', truncations, named, 'flag', findings),
    checkTable('infos', result.infos, named, 'info', findings),
  ].every(Boolean);
  if (!complete) return;
  for (const agent of named) checkObservation(env, agent, result.observations[agent], findings);
  for (const agent of acting) {
    const hasEnded = terminations[agent]! || truncations[agent]!;
    if (hasEnded) gone.add(agent);
    if (hasEnded !== env.agents.includes(agent)) continue;
    findings.error(
      hasEnded
        ? `${agent} stays in agents although its episode has ended.`
        : `${agent} left agents although neither terminations nor truncations say so.`,
      'agents',
    );
  }
  checkWorldState(env, findings);
}
