// Checks of what both contracts share: members, agents, spaces, the state of the whole world.
import { describe } from '../../../io/describe.js';
import { outside } from '../../../spaces/fit.js';
import { Space } from '../../../spaces/index.js';
import { checkSpaces } from '../../check/check-spaces.js';
import type { Findings } from '../../check/findings.js';
import type { Env } from '../../env.js';
import type { MultiEnv } from '../contract.js';

const OPTIONAL = ['actionMask', 'state', 'render', 'close', 'saveState', 'loadState'] as const;

/** @returns whether the world can be played. */
export function checkMembers(env: MultiEnv, methods: readonly string[], findings: Findings): boolean {
  if (typeof env !== 'object' || env === null) {
    findings.error(`A world must be an object, got ${describe(env)}.`);
    return false;
  }
  const members = env as unknown as Record<string, unknown>;
  for (const name of ['observationSpace', 'actionSpace', ...methods]) {
    if (typeof members[name] !== 'function') findings.error(`${name}() is missing.`);
  }
  for (const name of OPTIONAL) {
    if (members[name] === undefined || typeof members[name] === 'function') continue;
    findings.error(`${name} must be a method or left out, got ${describe(members[name])}.`);
  }
  const agents: unknown = env.possibleAgents;
  const isList =
    Array.isArray(agents) && agents.length > 0 && agents.every((name) => typeof name === 'string');
  if (!isList || new Set(agents).size < agents.length) {
    findings.error(`possibleAgents must be a list of different names, got ${describe(agents)}.`);
  }
  if (Boolean(env.saveState) !== Boolean(env.loadState)) {
    findings.error('saveState() and loadState() must come together: have both or neither.');
  }
  if (Boolean(env.state) !== Boolean(env.stateSpace)) {
    findings.error('state() and stateSpace must come together: have both or neither.');
  }
  return !findings.hasErrors && checkAgentSpaces(env, findings);
}

function checkAgentSpaces(env: MultiEnv, findings: Findings): boolean {
  const seen = new Set<unknown>();
  for (const agent of env.possibleAgents) {
    for (const name of ['observationSpace', 'actionSpace'] as const) {
      const space: unknown = env[name](agent);
      if (!(space instanceof Space)) {
        findings.error(`${name}("${agent}") must be a Space, got ${describe(space)}.`);
        return false;
      }
      if (space !== env[name](agent)) {
        findings.error(`${name}("${agent}") must be the same object in every call: make it once.`, name);
      }
    }
    const spaces = { observationSpace: env.observationSpace(agent), actionSpace: env.actionSpace(agent) };
    if (seen.has(spaces.observationSpace) && seen.has(spaces.actionSpace)) continue;
    seen.add(spaces.observationSpace).add(spaces.actionSpace);
    checkSpaces(spaces as Env, findings);
  }
  return true;
}

export function checkObservation(
  env: MultiEnv,
  agent: string,
  observation: unknown,
  findings: Findings,
): void {
  const reason = outside(env.observationSpace(agent), observation);
  if (reason === undefined) return;
  findings.error(`The observation of ${agent} does not fit its observationSpace: ${reason}.`, 'observation');
}

export function checkWorldState(env: MultiEnv, findings: Findings): void {
  if (!env.state || !env.stateSpace) return;
  const reason = outside(env.stateSpace, env.state());
  if (reason !== undefined) findings.error(`state() does not fit stateSpace: ${reason}.`, 'state');
}

/** Exactly the agents, each with a value of the kind. */
export function checkTable(
  name: string,
  table: unknown,
  agents: readonly string[],
  kind: 'any' | 'reward' | 'flag' | 'info',
  findings: Findings,
): boolean {
  const keys = Object.keys(Object(table));
  const missing = agents.find((agent) => !keys.includes(agent));
  const foreign = keys.find((agent) => !agents.includes(agent));
  if (missing !== undefined || foreign !== undefined || typeof table !== 'object') {
    const reason = missing === undefined ? `it has one of ${foreign}` : `${missing} is missing`;
    findings.error(`${name} must have an entry for each agent that acted and no other: ${reason}.`, name);
    return false;
  }
  for (const agent of agents) {
    const value = (table as Record<string, unknown>)[agent];
    if (kind === 'reward' && !Number.isFinite(value)) {
      findings.error(`${name} of ${agent} must be a finite number, got ${describe(value)}.`, name);
    } else if (kind === 'flag' && typeof value !== 'boolean') {
      findings.error(`${name} of ${agent} must be true or false, got ${describe(value)}.`, name);
    } else if (kind === 'info' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      findings.error(`${name} of ${agent} must be an object, got ${describe(value)}.`, name);
    }
  }
  return true;
}
