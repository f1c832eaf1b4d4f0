// Random legal actions for an environment under test, and checks of its masks.

import { describe } from '../../io/describe.js';
import type { Generator } from '../../random/index.js';
import { Discrete, MultiBinary, MultiDiscrete, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import type { Findings } from './findings.js';

/** A random action, among the legal ones where there is a mask. */
export function sampleAction(env: Env, rng: Generator, findings: Findings): unknown {
  const space = env.actionSpace;
  const mask: unknown = env.actionMask?.();
  if (mask === undefined) {
    if (env.actionMask)
      findings.error('actionMask() returned undefined: leave it out where all actions are legal.');
    return space.sample({ rng });
  }
  const problem = maskProblem(space, mask);
  if (problem !== undefined) {
    findings.error(problem, 'actionMask');
    return space.sample({ rng });
  }
  const flags = mask as Uint8Array;
  // A bit that must not be set is fixed at 0; the others are free.
  const weights = space instanceof MultiBinary ? flags.map((flag) => (flag === 1 ? 2 : 0)) : flags;
  return space.sample({ rng, mask: weights });
}

function maskProblem(space: Space, mask: unknown): string | undefined {
  if (!(space instanceof Discrete || space instanceof MultiDiscrete || space instanceof MultiBinary)) {
    return `actionMask() has no meaning for ${space}: masks are for Discrete, MultiDiscrete and MultiBinary actions.`;
  }
  const isFlags = mask instanceof Uint8Array && mask.every((flag) => flag === 0 || flag === 1);
  if (!isFlags || mask.length !== space.flatdim) {
    return `actionMask() must be a Uint8Array and hold ${space.flatdim} flags of 0 or 1, got ${describe(mask)}.`;
  }
  const counts = space instanceof MultiDiscrete ? space.nvec : space instanceof Discrete ? [space.n] : [];
  let start = 0;
  for (const [i, n] of counts.entries()) {
    if (!mask.subarray(start, start + n).includes(1)) {
      const what = counts.length === 1 ? 'every action' : `every value of entry ${i}`;
      return `actionMask() forbids ${what} of a state in which step() is called.`;
    }
    start += n;
  }
  return undefined;
}
