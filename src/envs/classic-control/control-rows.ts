// What the rows of all classic control tasks have: some doubles of state each, which single environments save as `state`.
import type { Space } from '../../spaces/index.js';
import type { EnvState } from '../env.js';
import { SeededRows } from '../vector/seeded-rows.js';

export abstract class ControlRows extends SeededRows {
  /** Those of row i begin at `i * stateSize`. */
  protected readonly states: Float64Array;

  constructor(
    numEnvs: number,
    observationSpace: Space,
    actionSpace: Space,
    protected readonly stateSize: number,
  ) {
    super(numEnvs, observationSpace, actionSpace);
    this.states = new Float64Array(numEnvs * stateSize);
  }

  protected snapshot(row: number): EnvState {
    return { state: [...this.states.subarray(row * this.stateSize, (row + 1) * this.stateSize)] };
  }

  protected restore(row: number, { state }: EnvState): void {
    this.states.set(state as number[], row * this.stateSize);
  }
}
