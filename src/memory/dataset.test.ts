// What a dataset refuses to hold, whoever makes it.
import { describe, expect, it } from 'vitest';
import { Box, Discrete, OneOf } from '../spaces/index.js';
import { Dataset } from './dataset.js';

const origin = {
  observationSpace: new Box({ low: [-1, -Infinity], high: [1, Infinity] }),
  actionSpace: new Discrete(2),
};
const columns = () => ({
  observations: Float32Array.of(0, 5, 1, -5, 0.5, 0),
  nextObservations: Float32Array.of(1, -5, 0.5, 0, 0, 0),
  actions: Uint8Array.of(0, 1, 1),
  rewards: Float32Array.of(1, 2, 3),
  terminations: Uint8Array.of(0, 1, 0),
  truncations: Uint8Array.of(0, 0, 1),
});
const made = (changes: object) => () => new Dataset(origin, { ...columns(), ...changes });

describe('a dataset', () => {
  it('holds rows of its spaces', () => {
    expect(made({})().returns()).toEqual([3, 3]);
  });

  it.each([
    [{ rewards: undefined }, /has no column rewards of type float32: got nothing/],
    [{ actions: Float32Array.of(0, 1, 1) }, /no column actions of type uint8: got Float32Array of length 3/],
    [{ terminations: [0, 1, 0] }, /no column terminations of type uint8: got an array of length 3/],
    [{ actions: new Uint8Array(2) }, /2 rows of actions and 3 of rewards/],
    [{ actions: Uint8Array.of(0, 1, 2) }, /the action of row 2 is not in Discrete\(2\)/],
    [
      { observations: Float32Array.of(0, 5, 2, -5, 0, 0) },
      /observation of row 1 is not in .* outside its bounds/,
    ],
    [
      { observations: Float32Array.of(0, NaN, 1, -5, 0, 0) },
      /observation of row 0 .* it is NaN at element 1/,
    ],
    [
      { nextObservations: Float32Array.of(0, 0, 0, 0, 0, Infinity) },
      /next observation of row 2 .* is Infinity/,
    ],
    [{ rewards: Float32Array.of(1, NaN, 3) }, /a reward that is no number: NaN in row 1/],
    [{ terminations: Uint8Array.of(0, 255, 0) }, /terminations must be 0 or 1, got 255 in row 1/],
    [{ truncations: Uint8Array.of(2, 0, 0) }, /truncations must be 0 or 1, got 2 in row 0/],
  ])('is refused with %j', (changes, message) => {
    expect(made(changes)).toThrow(message);
  });

  const masks = {
    actionMasks: Uint8Array.of(1, 1, 0, 1, 1, 0),
    nextActionMasks: Uint8Array.of(0, 1, 0, 0, 1, 1),
  };

  it('keeps the legal actions, in files too', () => {
    const back = Dataset.fromTensors(made(masks)().toTensors());
    expect(back.columns).toEqual({ ...columns(), ...masks });
  });

  it.each([
    [{ actionMasks: undefined }, /no column action_masks of type uint8: got nothing/],
    [{ nextActionMasks: undefined }, /no column next_action_masks of type uint8: got nothing/],
    [{ nextActionMasks: new Uint8Array(3) }, /1.5 rows of next_action_masks and 3 of rewards/],
    [{ actionMasks: Uint8Array.of(1, 1, 0, 2, 1, 0) }, /action_masks must be 0 or 1, got 2 in row 1/],
    [{ actionMasks: Uint8Array.of(1, 1, 0, 0, 1, 0) }, /action_masks allow no action in row 1/],
    [{ nextActionMasks: Uint8Array.of(0, 1, 0, 0, 0, 0) }, /next_action_masks allow no action in row 2/],
  ])('is refused with the masks %j', (changes, message) => {
    expect(made({ ...masks, ...changes })).toThrow(message);
  });

  it('is refused with masks of numbers', () => {
    const actionSpace = new Box({ low: -1, high: 1, shape: [2] });
    const wide = { ...columns(), ...masks, actions: new Float32Array(6) };
    expect(() => new Dataset({ ...origin, actionSpace }, wide)).toThrow(/are not chosen from a list/);
  });

  it('is refused where packed numbers stand for no value, and where it is empty', () => {
    const actionSpace = new OneOf([new Discrete(2), new Discrete(3)]);
    const wide = { ...columns(), actions: new Uint8Array(6).fill(7) };
    expect(actionSpace.packedType).toBe('uint8');
    expect(() => new Dataset({ ...origin, actionSpace }, wide)).toThrow(/row 0 .* stand for no value/);
    expect(made({ rewards: new Float32Array(0) })).toThrow(/needs at least one transition/);
  });
});
