// What both contracts refuse: steps out of order, actions that are missing, foreign or misfit.
import { describe, show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { fits, misfit } from '../../spaces/index.js';
import type { ByAgent, MultiEnv } from './contract.js';

export function nameOf(env: MultiEnv): string {
  return env.spec?.id ?? env.constructor.name;
}

/** @throws UserError when a value is no world with many agents. */
export function requireWorld(call: string, world: unknown): asserts world is MultiEnv {
  const { possibleAgents, reset, step } = Object(world) as Record<string, unknown>;
  if (Array.isArray(possibleAgents) && typeof reset === 'function' && typeof step === 'function') return;
  throw new UserError(
    `${call} takes a world with many agents, which has possibleAgents, reset() and step(); got ${describe(world)}.`,
  );
}

/** @throws UserError when there is nobody to act: before the first `reset`, or when the episode is over. */
export function requireRunning(env: MultiEnv): void {
  if (env.agents.length > 0) return;
  throw new UserError(
    `${nameOf(env)}: no agent takes part: no episode has begun, or it is over. Call reset() to begin one.`,
  );
}

/** @throws UserError when an action is not in the agent's space. */
export function requireAction(env: MultiEnv, agent: string, action: unknown): void {
  const space = env.actionSpace(agent);
  if (fits(space, action)) return;
  throw new UserError(
    `${nameOf(env)}: the action ${show(action)} of ${agent} does not fit its action space ${space}: ` +
      `${misfit(space, action)}. Actions look like ${show(space.sample())}.`,
  );
}

/** @throws UserError when a living agent has no action, or somebody else has one. */
export function requireActions(env: MultiEnv, actions: ByAgent<unknown>): void {
  requireRunning(env);
  if (typeof actions !== 'object' || actions === null) {
    throw new UserError(`${nameOf(env)}: step() takes an action by agent, got ${show(actions)}.`);
  }
  for (const agent of env.agents) {
    if (!Object.hasOwn(actions, agent)) {
      throw new UserError(`${nameOf(env)}: step() needs an action of every living agent; ${agent} has none.`);
    }
    requireAction(env, agent, actions[agent]);
  }
  if (Object.keys(actions).length === env.agents.length) return;
  const foreign = Object.keys(actions).find((agent) => !env.agents.includes(agent));
  throw new UserError(
    `${nameOf(env)}: step() was given an action of ${foreign}, which does not take part` +
      `${env.possibleAgents.includes(foreign!) ? ' any more' : ''}. Give one for each of env.agents.`,
  );
}

/** @throws UserError when there is no such agent. */
export function requireAgent(env: MultiEnv, agent: string): void {
  if (env.possibleAgents.includes(agent)) return;
  const [first, ...rest] = env.possibleAgents;
  const last = rest.length > 0 ? ` … ${rest.at(-1)}` : '';
  throw new UserError(`${nameOf(env)} has no agent ${show(agent)}; its agents are ${first}${last}.`);
}

/** A value for each agent. */
export function byAgent<T>(agents: readonly string[], value: (agent: string) => T): ByAgent<T> {
  const out: ByAgent<T> = {};
  for (const agent of agents) out[agent] = value(agent);
  return out;
}
