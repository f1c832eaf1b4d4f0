// Making tensors from JavaScript values: host leaves, and preallocated buffers in the engine's memory.
import { withDefaults } from '../io/options.js';
import { type Generator, requireGenerator } from '../random/index.js';
import { PERSISTENT } from './arena.js';
import { checkedSize, type Shape, show } from './shape.js';
import { Storage } from './storage.js';
import { type DType, hostLeaf, Tensor, type TensorData } from './tensor.js';

export interface TensorOptions {
  /** Default: int32 for an Int32Array, float32 for everything else. */
  dtype?: DType;
  /** Collect a gradient for it in `backward` (float32 only). Default false. */
  requiresGrad?: boolean;
}

const OPTIONS: { dtype: DType | undefined; requiresGrad: boolean } = {
  dtype: undefined,
  requiresGrad: false,
};

const TENSOR_OPTIONS = { ...OPTIONS, shape: undefined as Shape | undefined };

type Nested = number | boolean | readonly Nested[];
type NumericArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;
/** What `tensor` accepts: a number, nested arrays of equal lengths, or a typed array. */
export type TensorLike = Nested | NumericArray;

/**
 * A tensor with the given values, copied. Its values live in JavaScript memory and go to the engine when used.
 *
 * @param options.shape the shape of a flat array's values; default: the nesting of `values`
 * @throws TypeError for ragged arrays and values that are no numbers; RangeError when the shape does not fit.
 *
 * @example
 * tensor([[1, 2], [3, 4]]);                                  // float32 [2, 2]
 * tensor(batch.actions, { dtype: 'int32', shape: [32, 1] });
 */
export function tensor(values: TensorLike, options: TensorOptions & { shape?: Shape } = {}): Tensor {
  if (Array.isArray(options)) {
    throw new TypeError(`tensor: give the shape as an option, { shape: ${show(options)} }.`);
  }
  const given = isCommon(options) ? options : withDefaults('tensor', options, TENSOR_OPTIONS);
  const flat = ArrayBuffer.isView(values) ? (values as NumericArray) : flatten(values as Nested);
  const found = ArrayBuffer.isView(values) ? [flat.length] : nesting(values as Nested);
  const shape = given.shape ?? found;
  const size = checkedSize('tensor', shape);
  if (size !== flat.length) {
    throw new RangeError(`tensor: shape ${show(shape)} holds ${size} values, but ${flat.length} were given.`);
  }
  requireDType('tensor', given.dtype);
  const dtype = given.dtype ?? (values instanceof Int32Array ? 'int32' : 'float32');
  return leaf(
    dtype === 'int32' ? new Int32Array(flat) : new Float32Array(flat),
    [...shape],
    given.requiresGrad,
  );
}

/** Whether there is nothing in the options but a shape: what learners ask for in every step needs no merging. */
function isCommon(options: TensorOptions & { shape?: Shape }): boolean {
  for (const name in options) if (name !== 'shape') return false;
  return typeof options === 'object' && options !== null;
}

export function zeros(shape: Shape, options: TensorOptions = {}): Tensor {
  return filled('zeros', shape, 0, options);
}

export function ones(shape: Shape, options: TensorOptions = {}): Tensor {
  return filled('ones', shape, 1, options);
}

export function full(shape: Shape, value: number, options: TensorOptions = {}): Tensor {
  return filled('full', shape, value, options);
}

function filled(op: string, shape: Shape, value: number, options: TensorOptions): Tensor {
  const { dtype, requiresGrad } = withDefaults(op, options, OPTIONS);
  const data = allocate(op, dtype, shape);
  if (value !== 0) data.fill(value);
  return leaf(data, [...shape], requiresGrad);
}

/** start, start + step, … below (or above) end; `arange(n)` counts 0..n-1. */
export function arange(start: number, end?: number, step = 1, options: TensorOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(length))
    throw new RangeError(`arange: step ${step} never gets from ${from} to ${to}.`);
  const { dtype, requiresGrad } = withDefaults('arange', options, OPTIONS);
  const data = allocate('arange', dtype, [length]);
  for (let i = 0; i < length; i++) data[i] = from + i * step;
  return leaf(data, [length], requiresGrad);
}

/** `steps` evenly spaced values from `start` to `end`, both included. */
export function linspace(start: number, end: number, steps: number): Tensor {
  checkedSize('linspace', [steps]);
  const step = steps > 1 ? (end - start) / (steps - 1) : 0;
  return leaf(
    Float32Array.from({ length: steps }, (_, i) => (i === steps - 1 && i > 0 ? end : start + i * step)),
    [steps],
  );
}

/** The n × n identity matrix. */
export function eye(n: number): Tensor {
  const data = allocate('eye', 'float32', [n, n]);
  for (let i = 0; i < n; i++) data[i * n + i] = 1;
  return leaf(data, [n, n]);
}

/** Standard normal values. */
export function randn(
  shape: Shape,
  rng: Generator,
  options: Pick<TensorOptions, 'requiresGrad'> = {},
): Tensor {
  return drawn('randn', shape, rng, options, (data) => rng.fillNormal(data, 0, 1));
}

/** Uniform values in [0, 1). */
export function rand(
  shape: Shape,
  rng: Generator,
  options: Pick<TensorOptions, 'requiresGrad'> = {},
): Tensor {
  return drawn('rand', shape, rng, options, (data) => rng.fillUniform(data, 0, 1));
}

function drawn(
  op: string,
  shape: Shape,
  rng: Generator,
  options: Pick<TensorOptions, 'requiresGrad'>,
  fill: (data: Float32Array) => void,
): Tensor {
  requireGenerator(`${op}(shape, rng)`, rng);
  const { requiresGrad } = withDefaults(op, options, { requiresGrad: false });
  const data = allocate(op, 'float32', shape) as Float32Array;
  fill(data);
  return leaf(data, [...shape], requiresGrad);
}

/**
 * A zeroed block of engine memory that outlives steps: write a batch into `.data` and use it in every step, without a
 * copy. Fetch `.data` at each use.
 */
export function buffer(shape: Shape, dtype: DType = 'float32'): Tensor {
  const size = checkedSize('buffer', shape);
  requireDType('buffer', dtype);
  const out = new Tensor([...shape], size, dtype, PERSISTENT);
  out.storage = new Storage(size).retain();
  out.ptr = out.storage.ptr;
  return out;
}

function leaf(data: TensorData, shape: Shape, requiresGrad = false): Tensor {
  const out = hostLeaf(data, shape);
  if (requiresGrad && out.dtype !== 'float32')
    throw new TypeError('Only float32 tensors can require a gradient.');
  out.requiresGrad = requiresGrad;
  return out;
}

function allocate(op: string, dtype: DType | undefined, shape: Shape): TensorData {
  const size = checkedSize(op, shape);
  requireDType(op, dtype);
  try {
    return dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
  } catch (cause) {
    throw new RangeError(`${op}: there is no memory for the ${size * 4} bytes of shape ${show(shape)}.`, {
      cause,
    });
  }
}

function requireDType(op: string, dtype: DType | undefined): void {
  if (dtype === undefined || dtype === 'float32' || dtype === 'int32') return;
  throw new TypeError(`${op}: dtype must be 'float32' or 'int32', got '${dtype}'.`);
}

function nesting(values: Nested): number[] {
  const shape: number[] = [];
  for (let v = values; Array.isArray(v); v = v[0]!) {
    shape.push(v.length);
    if (v.length === 0) break;
  }
  return shape;
}

function flatten(values: Nested): number[] {
  const shape = nesting(values);
  const flat: number[] = [];
  const walk = (v: Nested, depth: number) => {
    if (Array.isArray(v) ? v.length !== shape[depth] : depth !== shape.length) {
      throw new TypeError(
        `tensor: nested arrays must have equal lengths; at depth ${depth} expected ${shape[depth] ?? 'a number'}.`,
      );
    }
    if (Array.isArray(v)) for (const entry of v) walk(entry, depth + 1);
    else if (typeof v === 'number' || typeof v === 'boolean') flat.push(Number(v));
    else throw new TypeError(`tensor: expected numbers, got ${v === null ? 'null' : typeof v}.`);
  };
  walk(values, 0);
  return flat;
}
