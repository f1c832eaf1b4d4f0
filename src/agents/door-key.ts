// DoorKey of MiniGrid for agents that relate the cells of what they see: what the presets of several algorithms share.
import type { NamedOptions } from '../io/setting-text.js';

/** The image alone, and the actions that the task needs: without drop and done. */
export const doorKeyWrappers: readonly NamedOptions[] = [
  { name: 'ImgObsWrapper', options: {} },
  { name: 'SelectActions', options: { actions: [0, 1, 2, 3, 5] } },
];

/** What remembers nothing may greedily turn in circles for ever. */
export const doorKeyEvaluation = { epsilon: 0.1 };

/** One-hot planes of MiniGrid's codes and two heads of 32 numbers: 13,045 weights with five values. */
export const smallRelational = {
  type: 'relational',
  channels: 'last',
  planes: 'one-hot',
  codes: [11, 6, 3],
  convolutions: [
    [16, 1, 1],
    [32, 1, 1],
  ],
};
