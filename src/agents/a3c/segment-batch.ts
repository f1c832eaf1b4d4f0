// The steps of several segments as one batch of network inputs.
import { allocatePacked } from '../../spaces/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { ObservationEncoder } from '../observation-encoder.js';
import type { Segment } from './segment.js';

/**
 * @param actionShape of one drawn action: `[]` for an index
 * @returns tensors with one row per step, segment after segment; no mask when the environment has none
 */
export function segmentBatch(
  segments: readonly Segment[],
  encoder: ObservationEncoder,
  actionShape: readonly number[],
): { states: Tensor; actions: Tensor; mask: Tensor | undefined } {
  const { actionSize, actionType, maskSize } = segments[0]!.layout;
  const rows = segments.reduce((sum, { length }) => sum + length, 0);
  const states = new Float32Array(rows * encoder.size);
  const actions = allocatePacked(actionType, rows * actionSize);
  const masks = new Uint8Array(rows * maskSize);
  let at = 0;
  for (const segment of segments) {
    for (let t = 0; t < segment.length; t++) encoder.encode(segment.observations, t, states, at + t);
    actions.set(segment.actions.subarray(0, segment.length * actionSize), at * actionSize);
    masks.set(segment.masks.subarray(0, segment.length * maskSize), at * maskSize);
    at += segment.length;
  }
  return {
    states: tensor(states, { shape: [rows, encoder.size] }),
    actions: tensor(actions, { shape: [rows, ...actionShape] }),
    mask: maskSize > 0 ? tensor(masks, { shape: [rows, maskSize] }) : undefined,
  };
}
