// Which key plays which action: what the environment says of itself, and guesses from its action space.
import { type Env, type PlayGuide, unwrapped } from '../../envs/index.js';
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '../../spaces/index.js';

export interface KeyAction {
  action: unknown;
  /** What the action is called. */
  label: string;
}

export interface Controls {
  /** Actions by the name of their key. */
  keys: ReadonlyMap<string, KeyAction>;
  /** Steps a second; undefined: a step is taken when a key is pressed. */
  fps?: number;
  /** Played when no key is held; undefined: the last action goes on. */
  idle?: KeyAction;
}

const SAME_AS = { w: 'up', a: 'left', s: 'down', d: 'right' };
const RESERVED = ['p', 'q', 'r'];
const NAMED = ['left', 'right', 'up', 'down', 'space', 'enter', 'tab', 'backspace'];
/** Keys for the actions of a finite space, in their order. */
const COUNTING = [...'0123456789', ...'abcdefghijklmnostuvwxyz'];
/** Keys for the two directions of each axis of a Box. */
const AXES = [['left', 'right'], ['down', 'up'], [...'12'], [...'34'], [...'56'], [...'78'], [...'90']];
/** Worlds of continuous actions go on by themselves. */
const BOX_FPS = 15;

/** @throws UserError when the environment's own guide is wrong. */
export function controlsOf(env: Env): Controls {
  const guide = env.spec?.play ?? {};
  const name = env.spec?.id ?? env.constructor.name;
  checkGuide(name, guide, unwrapped(env).actionSpace);
  const space = env.actionSpace;
  const named = (given: unknown): KeyAction | undefined => {
    const action = actionIn(space, given);
    return action === undefined ? undefined : { action, label: labelOf(action, space, guide.actions) };
  };
  const keys = new Map<string, KeyAction>();
  for (const [key, given] of Object.entries(guide.keys ?? {})) {
    // A wrapper may have changed what actions are.
    const known = named(given);
    if (known) keys.set(key, known);
  }
  const isGuided = keys.size > 0;
  if (!isGuided && space instanceof Box) axisKeys(space as Box, keys);
  for (const [key, other] of Object.entries(SAME_AS)) {
    const same = keys.get(other);
    if (same && !keys.has(key)) keys.set(key, same);
  }
  finiteActions(space).forEach((action, i) => {
    const key = COUNTING[i];
    if (key !== undefined && !keys.has(key)) keys.set(key, named(action)!);
  });
  const fps = guide.fps ?? (!isGuided && space instanceof Box ? BOX_FPS : undefined);
  const idle = guide.idle ?? (space instanceof Box ? restOf(space as Box) : undefined);
  return { keys, fps, idle: idle === undefined ? undefined : named(idle) };
}

function checkGuide(name: string, guide: PlayGuide, space: Space): void {
  requireKnown(`play of ${name}`, guide, ['actions', 'keys', 'fps', 'idle']);
  const { actions, keys = {}, fps, idle } = guide;
  if (actions && !(space instanceof Discrete && actions.length === space.n)) {
    throw new UserError(`play of ${name}: actions must name each action of ${space}, got ${show(actions)}.`);
  }
  if (fps !== undefined && !(fps > 0 && Number.isFinite(fps))) {
    throw new UserError(`play of ${name}: fps must be a positive number, got ${show(fps)}.`);
  }
  for (const key of Object.keys(keys)) {
    const isKey = NAMED.includes(key) || /^[^\sA-Z]$/u.test(key);
    if (isKey && !RESERVED.includes(key)) continue;
    const why = RESERVED.includes(key) ? 'is taken: p, q and r pause, quit and restart' : 'is no key';
    throw new UserError(`play of ${name}: "${key}" ${why}. Keys are ${NAMED.join(', ')} and characters.`);
  }
  for (const action of [...Object.values(keys), ...(idle === undefined ? [] : [idle])]) {
    if (actionIn(space, action) !== undefined) continue;
    throw new UserError(`play of ${name}: ${show(action)} is no action of ${space}.`);
  }
}

/** The action as the space has it, or undefined: lists for a Box become what its samples are. */
function actionIn(space: Space, given: unknown): unknown {
  const isFloats = space instanceof Box && !space.isInteger && Array.isArray(given);
  const action = isFloats ? Float32Array.from(given) : given;
  return space.contains(action) ? action : undefined;
}

function labelOf(action: unknown, space: Space, names: PlayGuide['actions']): string {
  if (!(space instanceof Discrete)) return show(action);
  return names?.length === space.n ? names[(action as number) - space.start]! : `action ${action}`;
}

/** Every action of a space that has only so many as there are keys for. */
function finiteActions(space: Space): unknown[] {
  if (space instanceof Discrete) return Array.from({ length: space.n }, (_, i) => space.start + i);
  const counts =
    space instanceof MultiDiscrete
      ? [...space.nvec]
      : space instanceof MultiBinary
        ? new Array<number>(space.flatdim).fill(2)
        : [];
  const total = counts.reduce((product, n) => product * n, 1);
  if (counts.length === 0 || total > COUNTING.length) return [];
  return Array.from({ length: total }, (_, index) => {
    let rest = index;
    const digits = counts.toReversed().map((n) => {
      const digit = rest % n;
      rest = Math.floor(rest / n);
      return digit;
    });
    return digits.reverse();
  });
}

function restOf(space: Box): number[] {
  return Array.from(space.low, (low, i) => Math.min(Math.max(0, low), space.high[i]!));
}

/** Arrows for the first two axes, digits for others: to the bounds, or to 1 where there are none. */
function axisKeys(space: Box, keys: Map<string, KeyAction>): void {
  const rest = restOf(space);
  AXES.slice(0, rest.length).forEach(([less, more], axis) => {
    for (const [key, bound, side] of [
      [less!, space.low[axis]!, -1],
      [more!, space.high[axis]!, 1],
    ] as const) {
      const action = Float32Array.from(rest);
      action[axis] = Number.isFinite(bound) ? bound : side;
      if (space.contains(action)) keys.set(key, { action, label: show(action) });
    }
  });
}
