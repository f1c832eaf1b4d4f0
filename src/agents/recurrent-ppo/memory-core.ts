// What a policy with a memory asks of its memory: an LSTM, a GRU, a transformer.
import type { Module } from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';

export interface MemoryCore extends Module {
  /** Numbers of state per environment; zeros are a memory of nothing. */
  readonly stateSize: number;
  /**
   * @param inputs `[T · B, inputs]`, time first
   * @param state `[B, stateSize]`, as it is before the first step
   * @param starts `[T, B]`, 1 where an episode begins: nothing from before it is remembered
   * @returns features `[T · B, size]` and the state after the last step
   */
  forward(inputs: Tensor, state: Tensor, starts?: Tensor): { features: Tensor; state: Tensor };
}
