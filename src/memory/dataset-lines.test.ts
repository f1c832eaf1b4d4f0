// Lines of JSON as a dataset, and what is said of lines that are none.
import { describe, expect, it } from 'vitest';
import { Box, Dict, Discrete, MultiBinary, OneOf } from '../spaces/index.js';
import { datasetFromLines } from './dataset-lines.js';

const origin = {
  observationSpace: new Dict({ at: new Box({ low: -1, high: 1, shape: [2, 2] }), bits: new MultiBinary(2) }),
  actionSpace: new Discrete(3, { start: -1 }),
};
const row = {
  observation: {
    at: [
      [0.5, 0.25],
      [0, -1],
    ],
    bits: [0, 1],
  },
  action: -1,
  reward: 2,
  next_observation: { at: [0.5, 0.5, 0, -1], bits: [1, 1] },
  terminated: false,
  truncated: true,
};
const read = (...rows: (object | string)[]) =>
  datasetFromLines(
    rows.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))),
    origin,
    'rows.jsonl',
  );

describe('lines of JSON', () => {
  it('become packed rows', () => {
    const { columns, size } = read(row, '', { ...row, action: 1, truncated: false, terminated: true });
    expect(size).toBe(2);
    expect([...columns.observations]).toEqual([0.5, 0.25, 0, -1, 0, 1, 0.5, 0.25, 0, -1, 0, 1]);
    expect([...columns.nextObservations.slice(0, 6)]).toEqual([0.5, 0.5, 0, -1, 1, 1]);
    expect([...columns.actions]).toEqual([-1, 1]);
    expect([[...columns.terminations], [...columns.truncations], [...columns.rewards]]).toEqual([
      [0, 1],
      [1, 0],
      [2, 2],
    ]);
  });

  const { reward: _, ...unrewarded } = row;
  it.each([
    ['{"observation": ', /rows\.jsonl, line 2 is no JSON/],
    [unrewarded, /line 2 has no reward; a line looks like/],
    [{ ...row, info: {} }, /line 2 has info, which nobody reads/],
    ['[1]', /line 2 has no observation, action, reward/],
    [{ ...row, reward: '2' }, /line 2: reward must be a number, got "2"/],
    [{ ...row, terminated: 0 }, /line 2: terminated must be true or false, got 0/],
    [{ ...row, action: 2 }, /line 2: action does not fit Discrete/],
    [{ ...row, observation: { at: [0, 0, 0], bits: [0, 1] } }, /line 2: observation does not fit Dict/],
    [{ ...row, observation: { at: [0, 0, 0, 3], bits: [0, 1] } }, /line 2: observation does not fit/],
    [{ ...row, observation: { at: [0, 0, 0, 1], bits: [0, 257] } }, /line 2: observation does not fit/],
    [{ ...row, next_observation: null }, /line 2: next_observation does not fit/],
  ])('is refused: %j', (line, message) => {
    expect(() => read(row, line)).toThrow(message);
  });

  it('tell the legal actions', () => {
    const masks = { action_mask: [1, 0, true], next_action_mask: [0, 1, 0] };
    const { columns } = read({ ...row, ...masks }, { ...row, ...masks });
    expect([...columns.actionMasks!, ...columns.nextActionMasks!]).toEqual([
      1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0,
    ]);
    expect(() => read({ ...row, ...masks }, row)).toThrow(/1 rows of action_masks and 2 of rewards/);
    const wrong = { ...masks, next_action_mask: [0, 1] };
    expect(() => read({ ...row, ...wrong })).toThrow(
      /line 1: next_action_mask does not fit MultiBinary\(3\)/,
    );
  });

  it('nest their lists as the space does, or not at all', () => {
    const observationSpace = new Box({ low: 0, high: 9, shape: [2, 3] });
    const actionSpace = new OneOf([new Discrete(2), new Box({ low: 0, high: 9, shape: [2] })]);
    const line = (observation: unknown, action: unknown) =>
      JSON.stringify({ ...row, observation, action, next_observation: [1, 2, 3, 4, 5, 6] });
    const of = (observation: unknown, action: unknown = [0, 1]) =>
      datasetFromLines([line(observation, action)], { observationSpace, actionSpace }).columns;
    const nested = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect([...of(nested).observations]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...of(nested, [1, [7, 8]]).actions]).toEqual([1, 7, 8]);
    for (const wrong of [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      [
        [1, 2, 3],
        [4, 5],
      ],
      [1, 2, 3, [4, 5, 6]],
    ])
      expect(() => of(wrong)).toThrow(/observation does not fit .* a flat array of 6 numbers/);
  });

  it('must be some', () => {
    expect(() => read('', ' ')).toThrow(/holds no transition; a line looks like/);
  });
});
