// The parameters of one optimiser laid out one after the other, so that an update is one kernel call over all of them.
import type { Parameter } from '../nn/index.js';
import { heap } from '../tensor/engine.js';
import { Storage } from '../tensor/storage.js';

/** A stretch of parameters and their gradients. */
export interface Run {
  /** Byte addresses of values and gradients. */
  ptr: number;
  gradPtr: number;
  /** Byte offset in the block, the same in every state slot. */
  offset: number;
  /** Elements. */
  n: number;
  /** Updates of these parameters so far. */
  steps: number;
}

/** Elements a parameter of `size` takes: every one starts on a 16-byte boundary. */
const padded = (size: number) => (size + 3) & ~3;

export class ParameterBlock {
  /** Elements, padding included. */
  readonly size: number;
  /** Updates of each parameter: one whose first gradient comes late starts its own count. */
  readonly steps: Float64Array;
  private readonly offsets: number[] = [];

  constructor(readonly parameters: readonly Parameter[]) {
    let size = 0;
    for (const parameter of parameters) {
      this.offsets.push(size * 4);
      size += padded(parameter.size);
    }
    this.size = size;
    this.steps = new Float64Array(parameters.length);
    // Parameters that another optimiser has laid out stay there.
    if (parameters.some((p) => p.storage!.size > p.size)) return;
    const block = new Storage(size);
    for (const [i, p] of parameters.entries()) p.moveTo(block, block.ptr + this.offsets[i]!);
  }

  /** Counts an update of every parameter that has a gradient. */
  countStep(): void {
    const { parameters, steps } = this;
    for (let i = 0; i < parameters.length; i++) steps[i]! += parameters[i]!.hasGrad;
  }

  /** Where updates apply: the parameters that have a gradient, as few stretches of neighbours of equal age as possible. */
  runs(): Run[] {
    const runs: Run[] = [];
    let run: Run | null = null;
    for (let i = 0; i < this.parameters.length; i++) {
      const { ptr, gradPtr, hasGrad, size } = this.parameters[i]!;
      const offset = this.offsets[i]!;
      const steps = this.steps[i]!;
      const ahead: number = run && run.steps === steps ? offset - run.offset : -1;
      if (hasGrad === 0) run = null;
      else if (run && ptr - run.ptr === ahead && gradPtr - run.gradPtr === ahead) run.n = ahead / 4 + size;
      else {
        run = { ptr, gradPtr, offset, n: size, steps };
        runs.push(run);
      }
    }
    return runs;
  }

  /** A zeroed state with one value per parameter value. */
  slot(): Storage {
    return new Storage(this.size);
  }
}

/** The values of a slot: a view, valid until memory grows. */
export function slotValues(slot: Storage): Float32Array {
  return heap.f32.subarray(slot.ptr >>> 2, (slot.ptr >>> 2) + slot.size);
}
