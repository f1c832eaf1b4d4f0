// Checks whether a world in which agents act one after the other keeps its contract.
import { Generator } from '../../../random/index.js';
import { checkRender } from '../../check/check-env.js';
import { type Finding, Findings } from '../../check/findings.js';
import { aecToParallel, turnBasedToParallel } from '../aec-to-parallel.js';
import { nameOf } from '../calls.js';
import type { AecEnv, ByAgent } from '../contract.js';
import { parallelToAec } from '../parallel-to-aec.js';
import { legalAction } from './actions.js';
import { digest } from './digest.js';
import { checkMembers, checkObservation, checkTable, checkWorldState } from './members.js';
import { type CheckMultiOptions, readCheckOptions } from './options.js';
import { type Play, recordAec, recordParallel } from './record.js';
import { checkRoundTrip, checkSeed, checkState } from './repeats.js';

const METHODS = ['reset', 'step', 'observe', 'last', 'agentIter'];

/**
 * Plays a world with random legal actions and reports what breaks the contract of {@link AecEnv}: turns of nobody, tables
 * without the agents, cumulative rewards that are no sums, dead agents that act or stay, observations outside their spaces,
 * wrong masks, seeds that are ignored, states that do not restore, and plays that differ when all agents act at once. The
 * world is left in the middle of an episode.
 *
 * @returns the findings, none when all is well.
 * @throws UserError when an option is unknown, and with `throwOnError`.
 * @example checkAecEnv(makeAec('connect_four_v3')) // []
 */
export function checkAecEnv(env: AecEnv, options: CheckMultiOptions = {}): Finding[] {
  const { steps, seed, throwOnError } = readCheckOptions('checkAecEnv()', options);
  const findings = new Findings();
  if (checkMembers(env, METHODS, findings)) {
    const playable = findings.attempt('The trial', () => checkTrial(env, seed, steps, findings));
    if (playable) findings.attempt('The second trial', () => checkRepeats(env, seed, steps, findings));
    checkRender(env, findings);
  }
  if (throwOnError) findings.throwErrors(nameOf(env));
  return findings.list;
}

function checkRepeats(env: AecEnv, seed: number, steps: number, findings: Findings): void {
  const play = { seed, actionSeed: seed, steps };
  const record = (how: Play) => recordAec(env, how);
  if (!checkSeed(record, play, findings)) return;
  checkState(env, record, play, findings);
  if (env.isParallelizable) {
    const around = parallelToAec(aecToParallel(env));
    checkRoundTrip('all at once and back', record(play), recordAec(around, play), findings);
  } else {
    // Actions of those whose turn it is not are drawn too, so that the play is another one: it only has to go on.
    recordParallel(turnBasedToParallel(env), play);
  }
}

/** One trial in which every turn is looked at. @returns whether it went to its end. */
function checkTrial(env: AecEnv, seed: number, steps: number, findings: Findings): boolean {
  const rng = new Generator(seed);
  env.reset({ seed });
  let earned = begin(env, findings);
  for (let turn = 0; turn < steps && !findings.hasErrors; turn++) {
    if (env.agents.length === 0) {
      env.reset();
      earned = begin(env, findings);
    }
    const agent = env.agentSelection;
    if (!env.agents.includes(agent)) {
      findings.error(`It is the turn of ${agent}, which is not among agents.`);
      break;
    }
    checkTables(env, findings);
    checkLast(env, agent, earned[agent]!, findings);
    if (findings.hasErrors) break;
    if (env.terminations[agent] || env.truncations[agent]) {
      leave(env, agent, findings);
    } else {
      earned[agent] = 0;
      const { observation, info } = env.last();
      env.step(legalAction(env, agent, observation, info, rng, findings, false));
    }
    for (const [other, reward] of Object.entries(env.rewards)) earned[other] = (earned[other] ?? 0) + reward;
    checkWorldState(env, findings);
  }
  const turns = [...env.agentIter(1)].length;
  if (env.agents.length > 0 && turns !== 1) findings.error('agentIter(1) must yield one turn.');
  return !findings.hasErrors;
}

/** What each agent has earned since it acted: nothing yet. */
function begin(env: AecEnv, findings: Findings): ByAgent<number> {
  if (env.agents.length === 0)
    findings.error('After reset() agents must list those that take part, got none.');
  const foreign = env.agents.find((agent) => !env.possibleAgents.includes(agent));
  if (foreign !== undefined) findings.error(`agents lists ${foreign}, which is not among possibleAgents.`);
  return Object.fromEntries(env.agents.map((agent) => [agent, 0]));
}

function checkTables(env: AecEnv, findings: Findings): void {
  for (const name of ['rewards', 'cumulativeRewards'] as const) {
    checkTable(name, env[name], env.agents, 'reward', findings);
  }
  for (const name of ['terminations', 'truncations'] as const) {
    checkTable(name, env[name], env.agents, 'flag', findings);
  }
  checkTable('infos', env.infos, env.agents, 'info', findings);
}

function checkLast(env: AecEnv, agent: string, earned: number, findings: Findings): void {
  const { observation, reward, terminated, truncated, info } = env.last();
  checkObservation(env, agent, observation, findings);
  if (digest(env.observe(agent)) !== digest(observation)) {
    findings.error('last() and observe() of the agent whose turn it is must show the same.', 'last');
  }
  const tables = [
    env.cumulativeRewards[agent],
    env.terminations[agent],
    env.truncations[agent],
    env.infos[agent],
  ];
  if (digest([reward, terminated, truncated, info]) !== digest(tables)) {
    findings.error(
      'last() must hold what cumulativeRewards, terminations, truncations and infos say.',
      'last',
    );
  }
  if (env.last(false).observation !== null)
    findings.error('last(false) must leave the observation out: null.');
  if (Math.abs(reward - earned) <= 1e-9 * Math.max(1, Math.abs(earned))) return;
  findings.error(
    `cumulativeRewards of ${agent} is ${reward} and its rewards since it acted sum to ${earned}: set it to 0 when the agent acts, ` +
      'and add the rewards of every step.',
    'cumulativeRewards',
  );
}

/** An agent whose episode has ended acts no more, and leaves. */
function leave(env: AecEnv, agent: string, findings: Findings): void {
  try {
    env.step(env.actionSpace(agent).sample({ rng: new Generator(0) }));
    findings.error(`${agent}, whose episode has ended, was let act: it may only take null.`);
    return;
  } catch {
    env.step(null);
  }
  if (env.agents.includes(agent)) {
    findings.error(`${agent} stays in agents after the null action of its last turn.`, 'leave');
  }
}
