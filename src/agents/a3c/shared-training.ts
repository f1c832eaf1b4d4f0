// What the threads of A3C have in common: the weights and a few counters, in memory that all of them see.
import type { Parameter } from '../../nn/index.js';

export const Command = { run: 0, save: 1, stop: 2 } as const;

/** Indices of `SharedTraining.counters`. */
export const Counter = { claimed: 0, limit: 1, updates: 2 } as const;

export interface SharedTraining {
  /** All weights, one parameter after the other. Read and written without locks. */
  weights: Float32Array;
  /** Of this round: environment steps claimed, how many there are to claim, updates made. Only touched by atomics. */
  counters: Int32Array;
  /** Of this round: environment steps that each worker has finished. */
  steps: Int32Array;
  /** Environment steps taken before this round, and the total of the training. */
  progress: Float64Array;
}

export function allocateShared(parameters: readonly Parameter[], workers: number): SharedTraining {
  const size = parameters.reduce((sum, parameter) => sum + parameter.size, 0);
  return {
    weights: new Float32Array(new SharedArrayBuffer(4 * size)),
    counters: new Int32Array(new SharedArrayBuffer(12)),
    steps: new Int32Array(new SharedArrayBuffer(4 * workers)),
    progress: new Float64Array(new SharedArrayBuffer(16)),
  };
}

/** Parameters → `weights`. */
export function writeWeights(parameters: readonly Parameter[], weights: Float32Array): void {
  let at = 0;
  for (const { data } of parameters) {
    weights.set(data as Float32Array, at);
    at += data.length;
  }
}

/** `weights` → parameters. */
export function readWeights(parameters: readonly Parameter[], weights: Float32Array): void {
  let at = 0;
  for (const { data } of parameters) {
    data.set(weights.subarray(at, at + data.length));
    at += data.length;
  }
}

/**
 * Adds to `weights` what an update changed in the parameters since `before`, without locks: another thread's update of
 * the same weight at the same moment may be lost, which stochastic gradient descent bears (Recht et al. 2011).
 * Alone, the result is exactly the parameters.
 */
export function addChange(
  parameters: readonly Parameter[],
  before: Float32Array,
  weights: Float32Array,
): void {
  let at = 0;
  for (const { data } of parameters) {
    for (let i = 0; i < data.length; i++, at++) weights[at]! += data[i]! - before[at]!;
  }
}
