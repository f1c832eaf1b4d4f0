import { expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { Discrete, MultiDiscrete, type Space } from '../spaces/index.js';
import { actionHead } from './action-heads.js';

it('choices are counted from the start of their space', () => {
  const options = {
    rng: new Generator(0),
    actionStd: 'parameter',
    logStdInit: 0,
    squashActions: false,
  } as const;
  const played = (space: Space, drawn: number[]) => {
    const out = new Int32Array(drawn.length);
    const head = actionHead(space, 4, options);
    head.toEnv(drawn, drawn.length / head.actionSize, out);
    return [...out];
  };
  expect(played(new Discrete(3, { start: 7 }), [0, 2, 1])).toEqual([7, 9, 8]);
  expect(played(new MultiDiscrete([2, 3], { start: [5, -1] }), [0, 2, 1, 0])).toEqual([5, 1, 6, -1]);
});
