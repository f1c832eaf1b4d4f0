// Walking several operands with strides, for the reference kernels.

/**
 * Visits every position of a shape in row-major order.
 *
 * @param dims address of int32 values: the shape, then the strides of each of `operands` operands
 * @param visit gets the running number of the position and each operand's element offset
 */
export function walk(
  i32: Int32Array,
  dims: number,
  rank: number,
  operands: number,
  visit: (i: number, offsets: number[]) => void,
): void {
  const row = (k: number) => i32.slice((dims >>> 2) + k * rank, (dims >>> 2) + (k + 1) * rank);
  const shape = row(0);
  const strides = Array.from({ length: operands }, (_, k) => row(k + 1));
  const total = shape.reduce((product, size) => product * size, 1);
  const position = new Int32Array(rank);
  const offsets = new Array<number>(operands).fill(0);
  for (let i = 0; i < total; i++) {
    visit(i, offsets);
    for (let d = rank - 1; d >= 0; d--) {
      position[d]!++;
      const wraps = position[d] === shape[d];
      for (let k = 0; k < operands; k++) offsets[k]! += strides[k]![d]! * (wraps ? 1 - shape[d]! : 1);
      if (!wraps) break;
      position[d] = 0;
    }
  }
}
