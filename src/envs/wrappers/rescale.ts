// The map between the bounds of a Box and another range, in the box's own number type as Gymnasium computes it.
import { UserError } from '../../io/errors.js';
import { allocatePacked, Box, type PackedArray, type Space } from '../../spaces/index.js';
import { requireFloatBox } from './require-box.js';

/** One for all numbers, or one for each. */
export type Bound = number | ArrayLike<number>;

export class Rescale {
  /** The box with the new bounds. */
  readonly space: Box<'float32' | 'float64'>;
  private readonly gradient: PackedArray;
  private readonly intercept: PackedArray;
  private readonly round: (x: number) => number;

  /** @throws UserError when the space is not a bounded Box of floats, or the range is empty. */
  constructor(
    who: string,
    what: string,
    space: Space,
    [minName, min]: [string, Bound],
    [maxName, max]: [string, Bound],
  ) {
    const box = requireFloatBox(who, what, space);
    if (!box.isBounded) throw new UserError(`${who} needs finite bounds, got ${box}.`);
    const { low, high, shape, dtype, packedSize } = box;
    const [mins, maxs] = [broadcast(who, minName, min, packedSize), broadcast(who, maxName, max, packedSize)];
    this.round = dtype === 'float32' ? Math.fround : Number;
    this.gradient = allocatePacked(dtype, packedSize);
    this.intercept = allocatePacked(dtype, packedSize);
    for (let i = 0; i < packedSize; i++) {
      if (!(mins[i]! < maxs[i]!) || !Number.isFinite(maxs[i]! - mins[i]!)) {
        throw new UserError(`${who} needs ${minName} < ${maxName}, got ${mins[i]} and ${maxs[i]}.`);
      }
      if (low[i] === high[i]) {
        throw new UserError(`${who} needs bounds that differ, and those of number ${i} are both ${low[i]}.`);
      }
      this.gradient[i] = (maxs[i]! - mins[i]!) / (high[i]! - low[i]!);
      this.intercept[i] = this.round(this.gradient[i]! * -low[i]!) + mins[i]!;
    }
    this.space = new Box({ low: mins, high: maxs, shape, dtype });
  }

  /** From the box to the new range. */
  forward(values: ArrayLike<number>): PackedArray {
    const { gradient, intercept, round } = this;
    const out = allocatePacked(this.space.dtype, this.space.packedSize);
    for (let i = 0; i < out.length; i++) out[i] = round(gradient[i]! * round(values[i]!)) + intercept[i]!;
    return out;
  }

  /** From the new range to the box; what lies beyond the range counts as its ends. */
  backward(values: ArrayLike<number>): PackedArray {
    const { gradient, intercept, round } = this;
    const { low, high, dtype, packedSize } = this.space;
    const out = allocatePacked(dtype, packedSize);
    for (let i = 0; i < packedSize; i++) {
      const x = Math.max(low[i]!, Math.min(high[i]!, round(values[i]!)));
      out[i] = round(x - intercept[i]!) / gradient[i]!;
    }
    return out;
  }
}

function broadcast(who: string, name: string, bound: Bound, size: number): Float64Array {
  if (typeof bound === 'number') return new Float64Array(size).fill(bound);
  if (bound?.length === size) return Float64Array.from(bound);
  throw new UserError(`${who} needs a number or ${size} of them as ${name}, got ${bound?.length ?? bound}.`);
}
