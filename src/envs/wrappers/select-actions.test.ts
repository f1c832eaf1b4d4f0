// Some of the actions of a Discrete space: which they are, their masks, what is refused.
import { expect, it } from 'vitest';
import { Box, Discrete } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { SelectActions } from './select-actions.js';

const taken: number[] = [];
const world = (actionSpace = new Discrete(5, { start: 2 })): Env<number, number> => ({
  observationSpace: new Discrete(2),
  actionSpace,
  reset: () => ({ observation: 0, info: {} }),
  step(action) {
    taken.push(action);
    return { observation: 1, reward: 0, terminated: false, truncated: false, info: {} };
  },
  actionMask: () => Uint8Array.of(1, 0, 1, 0, 1),
});

it('takes the actions that were chosen, with their masks', () => {
  const env = new SelectActions(world(), [6, 3, 2]);
  expect(String(env.actionSpace)).toBe('Discrete(3)');
  for (const action of [0, 1, 2]) env.step(action);
  expect(taken).toEqual([6, 3, 2]);
  expect([...env.actionMask!()]).toEqual([1, 0, 1]);
});

it('refuses actions that are not there, twice there, or none', () => {
  expect(() => new SelectActions(world(), [1])).toThrow(
    /different actions of Discrete\(5, start=2\), got \[1\]/,
  );
  expect(() => new SelectActions(world(), [2, 2])).toThrow(/different actions/);
  expect(() => new SelectActions(world(), [])).toThrow(/different actions/);
  expect(() => new SelectActions(world(), 3 as never)).toThrow(/takes a list such as \[0, 1\], got 3/);
  const continuous = world(new Box({ low: 0, high: 1, shape: [1] }) as never);
  expect(() => new SelectActions(continuous, [0])).toThrow(/needs Discrete actions, got Box/);
});
