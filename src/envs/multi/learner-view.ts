// What a learner sees of an agent: observations without the action mask that PettingZoo puts among them, and the mask.
import { Dict, type Space } from '../../spaces/index.js';
import { maskInInfo } from '../action-mask.js';
import type { Info } from '../env.js';
import type { MultiEnv } from './contract.js';

/** A Dict of `observation` and `action_mask` is seen as its observation; anything else as it is. */
export function seenSpace(space: Space): Space {
  return isMasked(space) ? space.spaces.observation! : space;
}

export function seenOf(space: Space, observation: unknown): unknown {
  return isMasked(space) ? (observation as { observation: unknown }).observation : observation;
}

/** Legal actions: what the world says, else what stands in the observation, else in the info. */
export function maskOf(
  env: MultiEnv,
  agent: string,
  observation: unknown,
  info?: Info,
): ArrayLike<number> | undefined {
  if (env.actionMask) return env.actionMask(agent);
  if (isMasked(env.observationSpace(agent)))
    return (observation as { action_mask: ArrayLike<number> }).action_mask;
  return maskInInfo(info);
}

/** Whether masks are known without looking at infos. */
export function hasMasks(env: MultiEnv, agent: string): boolean {
  return env.actionMask !== undefined || isMasked(env.observationSpace(agent));
}

function isMasked(space: Space): space is Dict {
  return space instanceof Dict && String(space.keys) === 'action_mask,observation';
}
