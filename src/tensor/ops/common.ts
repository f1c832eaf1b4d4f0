// What the families of operations share: type conversion, constants for kernels, results without a gradient.
import { arena } from '../arena.js';
import { gradOf, hasGrad, noGrad, type Op, record } from '../autograd.js';
import { heap, kernels } from '../engine.js';
import { addMethods, at, type DType, output, type Tensor } from '../tensor.js';

declare module '../tensor.js' {
  interface Tensor {
    /** As float32; itself when it is. */
    float(): Tensor;
    /** As int32, rounded towards zero; itself when it is. */
    int(): Tensor;
  }
}

addMethods({
  float() {
    return this.dtype === 'float32' ? this : cast(this, 'float32');
  },
  int() {
    return this.dtype === 'int32' ? this : cast(this, 'int32');
  },
});

const CAST = constantOp('cast');

function cast(x: Tensor, dtype: DType): Tensor {
  const out = output(x.shape, x.size, dtype);
  kernels.cast(at(x), out.ptr, x.size, dtype === 'int32' ? 1 : 0);
  return constant(out, CAST, x);
}

/** The operand as float32: integers are converted, as arithmetic is done in float32. */
export function float(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x : cast(x, 'float32');
}

/** @throws TypeError when `index` is not int32. */
export function requireInt(op: string, index: Tensor): void {
  if (index.dtype === 'int32') return;
  throw new TypeError(
    `${op}: indices must be int32, got float32; make them with tensor(values, { dtype: 'int32' }) or convert with .int().`,
  );
}

/** An operation through which no gradient flows. */
export function constantOp(name: string): Op {
  return { name, backward() {} };
}

/** Completes a result through which no gradient flows. */
export function constant(out: Tensor, op: Op, a: Tensor): Tensor {
  return noGrad(() => record(out, op, a));
}

/** The address of one float. */
export function scalarAt(value: number): number {
  const ptr = arena.allocate(1);
  heap.f32[ptr >>> 2] = value;
  return ptr;
}

/** The address of int32 values, for kernels that take dimensions. */
export function intsAt(...rows: (readonly number[])[]): number {
  let n = 0;
  for (const row of rows) n += row.length;
  const ptr = arena.allocate(n);
  let index = ptr >>> 2;
  for (const row of rows) for (const value of row) heap.i32[index++] = value;
  return ptr;
}

/** The inputs of a result of `recordMany`. */
export function savedInputs(out: Tensor): Tensor[] {
  return out.saved as Tensor[];
}

/** Room for n numbers that the gradient will need: its address is `at` of it, then as now. */
export function keptForGradient(n: number): Tensor {
  return output([n], n);
}

/** Like `record`, for any number of inputs; the gradient finds them in `out.saved`, its op has `inputs: savedInputs`. */
export function recordMany(out: Tensor, op: Op, inputs: Tensor[]): Tensor {
  out.saved = inputs;
  return record(out, op, inputs.find((x) => x.requiresGrad) ?? inputs[0]!);
}

/** The address of the gradient of `t`, zeroed when it has none yet, for kernels that only add. */
export function addableGrad(t: Tensor): number {
  const add = hasGrad(t);
  const ptr = gradOf(t);
  if (!add) kernels.fill(ptr, t.size, 0);
  return ptr;
}
