// Returns of a worker's steps between two updates.
import { nStepReturns, type Trajectory } from '../../memory/index.js';
import type { A3CConfig } from './config.js';

type ReturnConfig = Pick<
  A3CConfig,
  'bootstrap' | 'gamma' | 'nSteps' | 'penalizeTruncation' | 'returnNorm' | 'returnScale' | 'terminalReward'
>;

/** V of the observation that followed the last step, and of the one acted on in a row. */
export interface SegmentValues {
  ofNext(): number;
  ofRow(row: number): number;
}

/** Value targets of a segment's steps. */
export function segmentReturns(
  segment: Trajectory,
  config: ReturnConfig,
  values: SegmentValues,
): Float64Array {
  const { gamma, returnNorm, returnScale, terminalReward, penalizeTruncation } = config;
  const { end } = segment;
  const rewards = Float64Array.from(segment.rewards);
  const punished = end === 'terminated' || (end === 'truncated' && penalizeTruncation);
  if (terminalReward !== null && punished) rewards[rewards.length - 1] = terminalReward;
  if (returnNorm === 'scale') for (let t = 0; t < rewards.length; t++) rewards[t]! *= returnScale;
  const returns = nStepReturns(rewards, { gamma, bootstrap: bootstrap(segment, config, values) });
  return returnNorm === 'l2' ? normalizeL2(returns) : returns;
}

function bootstrap(
  { end, length }: Trajectory,
  { bootstrap: from, nSteps }: ReturnConfig,
  values: SegmentValues,
): number {
  if (from === 'next') return end === 'terminated' ? 0 : values.ofNext();
  // The listing keeps V of the last step that did not end the episode; its Monte Carlo version has none.
  const row = end === 'running' ? length - 1 : length - 2;
  return from === 'none' || nSteps === null || row < 0 ? 0 : values.ofRow(row);
}

/** Scales the numbers, in place, so that the sum of their squares is 1; zeros stay. */
export function normalizeL2(values: Float64Array): Float64Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  const length = Math.max(Math.sqrt(squares), 1e-12);
  for (let i = 0; i < values.length; i++) values[i]! /= length;
  return values;
}
