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
}

/** Elements a parameter of `size` takes: every one starts on a 16-byte boundary. */
const padded = (size: number) => (size + 3) & ~3;

export class ParameterBlock {
  /** Elements, padding included. */
  readonly size: number;
  private readonly offsets: number[] = [];
  /** The memory all parameters were moved to; null when another optimiser has moved them already. */
  private readonly block: Storage | null;

  constructor(readonly parameters: readonly Parameter[]) {
    let size = 0;
    for (const parameter of parameters) {
      this.offsets.push(size * 4);
      size += padded(parameter.size);
    }
    this.size = size;
    const alreadyShared = parameters.some((p) => p.storage!.size > p.size);
    this.block = alreadyShared ? null : new Storage(size);
    if (this.block) {
      for (const [i, p] of parameters.entries()) p.moveTo(this.block, this.block.ptr + this.offsets[i]!);
    }
  }

  /** Where updates apply: everything at once when every parameter has a gradient, else those that have one. */
  runs(): Run[] {
    const { block, parameters } = this;
    if (block && parameters.every((p) => p.hasGrad === 1)) {
      return [{ ptr: block.ptr, gradPtr: block.gradPtr, offset: 0, n: this.size }];
    }
    return parameters.flatMap((p, i) =>
      p.hasGrad === 1 ? [{ ptr: p.ptr, gradPtr: p.gradPtr, offset: this.offsets[i]!, n: p.size }] : [],
    );
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
