// Where environments tell which actions are legal: a method of their own, or Gymnasium's entry in `info`.
import { UserError } from '../io/errors.js';
import type { Space } from '../spaces/index.js';
import type { Env, Info } from './env.js';

/** `info.actionMask`, or as Gymnasium spells it, `info.action_mask`. */
export function maskInInfo(info: Info | undefined): ArrayLike<number> | undefined {
  return (info?.actionMask ?? info?.action_mask) as ArrayLike<number> | undefined;
}

/**
 * The legal actions of the state that `info` came with, one flag per action: what `env.actionMask()` says where
 * there is such a method, else what `info` says; `undefined` where neither does.
 */
export function legalActions(env: Env, info: Info): ArrayLike<number> | undefined {
  return env.actionMask ? env.actionMask() : maskInInfo(info);
}

/** @throws UserError when a mask is missing, has the wrong number of flags, or others than 0 and 1 (false and true). */
export function requireMask(mask: ArrayLike<number> | undefined, space: Space): ArrayLike<number> {
  if (mask?.length !== space.flatdim) {
    const got = mask === undefined ? 'none, though there was one before' : (mask?.length ?? String(mask));
    throw maskError(space, got);
  }
  for (let i = 0; i < mask.length; i++)
    if (!isFlag(mask[i])) throw maskError(space, `${mask[i]} at element ${i}`);
  return mask;
}

function isFlag(value: unknown): boolean {
  return value === 0 || value === 1 || typeof value === 'boolean';
}

function maskError(space: Space, got: string | number): UserError {
  return new UserError(`An action mask of ${space} must hold ${space.flatdim} flags of 0 or 1, got ${got}.`, {
    kind: 'failure',
  });
}
