// What all vectors of environments check and work out alike: counts, modes, seeds, actions.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import type { Seed } from '../../random/index.js';
import { Box, Discrete, fits, misfit, type PackedArray, type Space } from '../../spaces/index.js';
import type { AutoresetMode, VectorEnv, VectorResetOptions } from './vector-env.js';

const MODES: readonly AutoresetMode[] = ['same-step', 'next-step', 'disabled'];

/** More environments than that are a slip of the pen, and their objects would not fit in memory. */
export const MOST_ENVS = 65_536;

/** @throws UserError when the value is not a positive integer, or more than anyone can want. */
export function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new UserError(`${name} must be a positive integer, got ${show(value)}.`);
  }
  if (value > MOST_ENVS) throw new UserError(`${name} must be at most ${MOST_ENVS}, got ${value}.`);
}

/** The rows whose observations mean something. */
export function livingRows({ numEnvs, alive }: VectorEnv): number[] {
  const rows = Array.from({ length: numEnvs }, (_, i) => i);
  return alive ? rows.filter((i) => alive[i] === 1) : rows;
}

/** @throws UserError when there is no such mode. */
export function requireAutoreset(mode: AutoresetMode): void {
  if (!MODES.includes(mode)) {
    throw new UserError(`autoreset must be one of ${MODES.join(', ')}, got '${mode}'.`);
  }
}

/** @throws UserError when `reset` of a vector is given what it does not know, or lists of the wrong length. */
export function requireResetOptions(given: VectorResetOptions, numEnvs: number): void {
  requireKnown('reset() of a vector', given, ['seed', 'options', 'mask']);
  for (const [name, list] of Object.entries({ seed: given.seed, mask: given.mask })) {
    if (typeof list === 'object' && list.length !== numEnvs) {
      throw new UserError(
        `${name} of reset() needs an entry for each of the ${numEnvs} environments, got ${list.length}.`,
      );
    }
  }
}

/** The seed of sub-environment `i`: its own of a list, or the `i`-th after the first. */
export function rowSeed(seed: VectorResetOptions['seed'], i: number): Seed | undefined {
  if (typeof seed === 'bigint') return seed + BigInt(i);
  if (typeof seed === 'number') return seed + i;
  return seed?.[i];
}

/** @throws UserError when a saved state is that of another number of environments. */
export function requireRows(saved: readonly unknown[], numEnvs: number): void {
  if (!Array.isArray(saved)) {
    throw new UserError('The state is none that a vector of environments saved: it has no list of `envs`.');
  }
  if (saved.length !== numEnvs) {
    throw new UserError(`The state is that of ${saved.length} environments, these are ${numEnvs}.`);
  }
}

/** @throws UserError when the number of packed actions is wrong. */
export function requireActions(length: number, numEnvs: number, space: Space): void {
  if (length !== numEnvs * space.packedSize) {
    throw new UserError(
      `step() needs ${numEnvs} packed actions of ${space}, ${numEnvs * space.packedSize} numbers; got ${length}.`,
    );
  }
}

/**
 * Looks at the actions of all rows that count, before any of them is used.
 *
 * @throws UserError that names the first one which does not fit the space: of integers one beyond the bounds, of other
 *   numbers one that is not finite.
 */
export function requireFittingActions(
  id: string,
  space: Space,
  actions: PackedArray,
  counts: (row: number) => boolean,
): void {
  const { packedSize } = space;
  for (let row = misfitRow(space, actions, 0); row !== -1; row = misfitRow(space, actions, row + 1)) {
    if (!counts(row)) continue;
    const action = space.unpack(actions, row * packedSize);
    throw new UserError(
      `${id}: the action ${show(action)} of sub-environment ${row} does not fit the action space ${space}: ` +
        `${misfit(space, action)}. Actions look like ${show(space.sample())}.`,
    );
  }
}

/** The first row, from `start` on, whose action does not fit, or -1. */
function misfitRow(space: Space, actions: PackedArray, start: number): number {
  const { length } = actions;
  const { packedSize } = space;
  if (space instanceof Discrete) {
    const last = space.start + space.n - 1;
    for (let i = start; i < length; i++) {
      const action = actions[i]!;
      if (!(action >= space.start && action <= last && Math.floor(action) === action)) return i;
    }
    return -1;
  }
  if (space instanceof Box && space.packedType === 'float32') {
    for (let k = start * packedSize; k < length; k++) {
      if (!Number.isFinite(Math.fround(actions[k]!))) return Math.floor(k / packedSize);
    }
    return -1;
  }
  for (let i = start; i * packedSize < length; i++) {
    if (!fits(space, space.unpack(actions, i * packedSize))) return i;
  }
  return -1;
}

export function finishedError(i: number): UserError {
  return new UserError(
    `Sub-environment ${i} was stepped after its episode ended. With autoreset "disabled", call reset({ mask }).`,
  );
}
