// Columns as other programs keep them: names of D4RL, wider types, shapes of their own.
import { expect, it } from 'vitest';
import { Box, Dict, Discrete } from '../spaces/index.js';
import { Dataset } from './dataset.js';
import { datasetFromArrays } from './dataset-arrays.js';

const origin = {
  observationSpace: new Box({ low: -10, high: 10, shape: [2] }),
  actionSpace: new Discrete(3, { start: 1 }),
};
const arrays = () => ({
  observations: { shape: [3, 1, 2], data: Float64Array.of(0.1, 1, 2, 3, 4, 5) },
  next_observations: { shape: [3, 2], data: Float64Array.of(2, 3, 4, 5, 6, 7) },
  actions: { shape: [3], data: BigInt64Array.of(1n, 2n, 3n) },
  rewards: { shape: [3, 1], data: Float64Array.of(1, 0.1, 3) },
  terminals: { shape: [3], data: Float32Array.of(0, 1, 0) },
  timeouts: { shape: [3], data: Uint8Array.of(0, 0, 1), dtype: 'BOOL' },
});

it('are read into the types of the spaces', () => {
  const { columns } = datasetFromArrays(arrays(), origin);
  expect(columns).toEqual({
    observations: Float32Array.of(0.1, 1, 2, 3, 4, 5),
    nextObservations: Float32Array.of(2, 3, 4, 5, 6, 7),
    actions: Uint8Array.of(1, 2, 3),
    rewards: Float32Array.of(1, 0.1, 3),
    terminations: Uint8Array.of(0, 1, 0),
    truncations: Uint8Array.of(0, 0, 1),
  });
  const { terminals, timeouts, ...others } = arrays();
  const masks = { shape: [3, 3], data: Uint8Array.of(1, 1, 0, 1, 1, 1, 0, 0, 1) };
  const named = { ...others, terminations: terminals, truncations: timeouts };
  const masked = datasetFromArrays({ ...named, action_masks: masks, next_action_masks: masks }, origin);
  expect(masked.columns).toEqual({ ...columns, actionMasks: masks.data, nextActionMasks: masks.data });
  expect(Dataset.fromTensors(masked.toTensors()).columns).toEqual(masked.columns);
});

it.each([
  [{ next_observations: undefined }, /has no column next_observations; .* Its columns: observations, /],
  [{ terminals: undefined }, /has no column terminations \(or terminals\)/],
  [{ rewards: undefined }, /has no column rewards/],
  [
    { observations: { shape: [3], data: new Float32Array(3) } },
    /observations has the shape \[3\]; for 3 rewards 2 numbers each are expected/,
  ],
  [
    { actions: { shape: [3], data: Float32Array.of(1, 1.5, 1) } },
    /actions holds 1.5 in row 1, which no uint8 is/,
  ],
  [
    { actions: { shape: [3], data: Int32Array.of(1, 2, 300) } },
    /actions holds 300 in row 2, which no uint8 is/,
  ],
  [{ actions: { shape: [3], data: Int32Array.of(1, 2, 4) } }, /the action of row 2 is not in Discrete/],
  [{ timeouts: { shape: [3], data: Uint8Array.of(0, 2, 0) } }, /truncations must be 0 or 1, got 2 in row 1/],
  [
    { rewards: { shape: [3], data: Float64Array.of(1, 1e300, 0) } },
    /a reward that is no number: Infinity in row 1/,
  ],
])('are refused with %j', (changes, message) => {
  expect(() => datasetFromArrays({ ...arrays(), ...changes } as never, origin)).toThrow(message);
});

it('are refused where a value is more than one array', () => {
  const observationSpace = new Dict({ a: origin.observationSpace });
  expect(() => datasetFromArrays(arrays(), { ...origin, observationSpace })).toThrow(
    /no rows of one array; write such transitions as lines of JSON/,
  );
});
