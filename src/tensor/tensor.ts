// The tensor: a contiguous, row-major block of float32 or int32 values, and its place in the autograd graph.
// Methods for operations are added by the files in `ops/`, one per family.
/// <reference lib="esnext.disposable" preserve="true" />
import { arena, DISPOSED, type Frame, NOWHERE, PERSISTENT } from './arena.js';
import { backward, type Op } from './autograd.js';
import { heap } from './engine.js';
import { noteHostWork } from './host-work.js';
import { type Shape, show, sizeOf } from './shape.js';
import { Storage } from './storage.js';

/**
 * What a tensor holds. int32 is for indices: what moves values (`cat`, `stack`, `gather`, `indexSelect`, views) keeps it,
 * `argmax` and `argmin` give it. What computes (arithmetic, comparisons, `where`, `max`, `sum`) works in float32 and gives
 * float32, also of two int32 tensors, where PyTorch gives integers: exact up to ±2^24; `int()` converts back.
 */
export type DType = 'float32' | 'int32';
export type TensorData = Float32Array | Int32Array;
/** Numbers nested as deeply as the tensor has dimensions. */
export type NestedArray = number | NestedArray[];

export class Tensor {
  readonly shape: Shape;
  /** Number of elements. */
  readonly size: number;
  readonly dtype: DType;
  /** Whether `backward` computes a gradient for it. */
  requiresGrad = false;

  /** Byte address in the engine's memory, valid while `frame` is alive: read it through `at(tensor)`. @internal */
  ptr = 0;
  /** The lifetime of `ptr`. @internal */
  frame: Frame;
  /** The values of a host leaf, in JavaScript memory. @internal */
  host: TensorData | null = null;
  /** The memory of a persistent tensor. @internal */
  storage: Storage | null = null;
  /** The values of a result that was paged out and used since, and its step. @internal */
  paged: { values: TensorData; step: Frame['step'] } | null = null;

  /** What made it, and from what: the autograd graph. @internal */
  op: Op | null = null;
  /** @internal */
  a: Tensor | null = null;
  /** @internal */
  b: Tensor | null = null;
  /** @internal */
  c: Tensor | null = null;
  /** Constants and whatever else the gradient needs. @internal */
  p = 0;
  /** @internal */
  q = 0;
  /** @internal */
  saved: unknown = null;
  /** Position on the tape, -1 when not recorded. @internal */
  tapeIndex = -1;
  /** Where the gradient is collected, 0 when it has no place yet. @internal */
  gradPtr = 0;
  /** 1 when `gradPtr` holds a gradient to add to, 0 when the next one overwrites. @internal */
  hasGrad = 0;
  /** The gradient of a host leaf. @internal */
  hostGrad: Tensor | null = null;

  /** @internal Use `tensor`, `zeros`, …, `buffer`, or an operation. */
  constructor(shape: Shape, size: number, dtype: DType, frame: Frame) {
    this.shape = shape;
    this.size = size;
    this.dtype = dtype;
    this.frame = frame;
  }

  /** Number of dimensions. */
  get ndim(): number {
    return this.shape.length;
  }

  /**
   * The values where they are: a live view for a persistent tensor (parameter, buffer), the JavaScript array of a host
   * leaf, a view of the current step's memory otherwise. Fetch it at each use: the next operation may move it.
   */
  get data(): TensorData {
    noteHostWork();
    const host = this.host;
    if (host) return host;
    const paged = this.frame.readable ? null : pagedValues(this);
    if (paged) return paged.values;
    const start = readableAt(this) >>> 2;
    const view = this.dtype === 'int32' ? heap.i32 : heap.f32;
    return view.subarray(start, start + this.size);
  }

  /**
   * A copy of the values, row by row: an Int32Array for int32, which float32 could not hold exactly.
   * @throws Error when the tensor's scope or step has ended.
   */
  toArray(this: Tensor & { readonly dtype: 'int32' }): Int32Array;
  toArray(): Float32Array;
  toArray(): TensorData {
    if (this.host === null && this.frame.readable) {
      noteHostWork();
      // One copy, without the view that `data` makes first.
      const start = this.ptr >>> 2;
      const view = this.dtype === 'int32' ? heap.i32 : heap.f32;
      return view.slice(start, start + this.size);
    }
    return this.data.slice();
  }

  /** The single value. @throws Error when there is not exactly one. */
  item(): number {
    if (this.size !== 1) {
      throw new Error(
        `item: shape ${show(this.shape)} has ${this.size} elements, not one; use toArray() or tolist().`,
      );
    }
    return this.data[0]!;
  }

  /** Nested arrays of numbers; a plain number for a scalar. */
  tolist(): NestedArray {
    return nest(this.data, this.shape, 0, 0);
  }

  /** The gradient collected by `backward`, or null. For parameters a live view that stays until `zeroGrad`. */
  get grad(): Tensor | null {
    if (this.hostGrad) return this.hostGrad;
    if (this.storage === null || this.hasGrad === 0) return null;
    const grad = new Tensor(this.shape, this.size, 'float32', PERSISTENT);
    grad.storage = this.storage;
    grad.ptr = this.gradPtr;
    return grad;
  }

  /** Forgets the gradient; the next `backward` starts a new one. */
  zeroGrad(): void {
    this.hasGrad = 0;
    this.hostGrad = null;
  }

  /**
   * Adds the gradient of this tensor to `grad` of every leaf it was computed from.
   *
   * @param gradient d(objective)/d(this), of the same shape; may be left out for a single element, where it is 1.
   * @throws Error when nothing here requires a gradient, or the tensor's scope has ended.
   */
  backward(gradient?: Tensor): void {
    backward(this, gradient);
  }

  /**
   * Frees the memory of a parameter or buffer at once; it, and results that share its memory (reshapes), must not be used
   * afterwards. Other tensors need no freeing: this does nothing to them.
   */
  dispose(): void {
    if (this.storage === null) return;
    this.storage.release();
    this.storage = null;
    this.frame = DISPOSED;
    this.gradPtr = 0;
    this.hasGrad = 0;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Shape, type and first values, for error messages and the console. */
  toString(): string {
    const values = this.frame.readable || this.host ? [...this.data.subarray(0, 6)] : [];
    const numbers = values.map((v) => Number(v.toPrecision(5))).join(', ');
    return `Tensor ${show(this.shape)} ${this.dtype} (${numbers}${this.size > 6 ? ', …' : ''})`;
  }

  /** What Node's console shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A tensor of the step, its values not yet written. */
export function output(shape: Shape, size: number, dtype: DType = 'float32'): Tensor {
  const ptr = arena.allocate(size);
  const out = new Tensor(shape, size, dtype, arena.frame);
  out.ptr = ptr;
  return out;
}

/** A leaf whose values live in JavaScript; `data` is kept, not copied. */
export function hostLeaf(data: TensorData, shape: Shape): Tensor {
  const leaf = new Tensor(shape, sizeOf(shape), data instanceof Int32Array ? 'int32' : 'float32', NOWHERE);
  leaf.host = data;
  return leaf;
}

/** The same values under another shape: no copy. Its history is for the caller to record. */
export function alias(t: Tensor, shape: Shape): Tensor {
  const ptr = at(t);
  const out = new Tensor(shape, t.size, t.dtype, t.storage ? arena.live() : t.frame);
  out.ptr = ptr;
  // The memory of a persistent tensor lives as long as what shares it.
  out.saved = t.storage ?? (t.saved instanceof Storage ? t.saved : null);
  return out;
}

/** Adds methods to all tensors; each family of operations declares its own. */
export function addMethods(methods: Partial<Tensor> & ThisType<Tensor>): void {
  Object.assign(Tensor.prototype, methods);
}

/** The byte address of the values, for kernels. Uploads a host leaf. @throws Error when the tensor's scope has ended. */
export function at(t: Tensor): number {
  return t.frame.alive ? t.ptr : revive(t);
}

function readableAt(t: Tensor): number {
  return t.frame.readable ? t.ptr : revive(t);
}

function revive(t: Tensor): number {
  if (t.host) return upload(t, t.host, arena.allocate(t.size));
  const paged = pagedValues(t);
  if (paged && !paged.step.ended) return upload(t, paged.values, arena.allocateAgain(t.size));
  if (!t.frame.pages || t.frame.step.ended || !(t.saved instanceof Storage)) throw new Error(endedMessage(t));
  // It shares the memory of a persistent tensor.
  t.frame = arena.live();
  return t.ptr;
}

function upload(t: Tensor, values: TensorData, ptr: number): number {
  noteHostWork();
  t.ptr = ptr;
  t.frame = arena.frame;
  if (values instanceof Float32Array) heap.f32.set(values, ptr >>> 2);
  else heap.i32.set(values, ptr >>> 2);
  return ptr;
}

/** The values of a result whose frame was paged out, or null. */
function pagedValues(t: Tensor): Tensor['paged'] {
  if (t.paged) return t.paged;
  const words = t.frame.paged(t.ptr, t.size);
  if (words) {
    const values = t.dtype === 'int32' ? new Int32Array(words.buffer) : words;
    t.paged = { values, step: t.frame.step };
  }
  return t.paged;
}

function endedMessage(t: Tensor): string {
  if (t.frame === DISPOSED) return `The tensor ${show(t.shape)} has been disposed of.`;
  return (
    `The tensor ${show(t.shape)} made by '${t.op?.name ?? 'an operation'}' belongs to a scope or training step that has ended. ` +
    'Return it from `scope(() => …)` to keep its values. Outside a scope a step ends at `optimizer.step()`: when two ' +
    'optimizers use the same results, wrap the whole update in one `scope`.'
  );
}

/** Makes a result outlive its frame: its values move to JavaScript memory, its history is dropped. */
export function detachToHost(t: Tensor): void {
  t.host = t.data.slice() as TensorData;
  t.frame = NOWHERE;
  t.requiresGrad = false;
  t.op = t.a = t.b = t.c = null;
  t.saved = null;
}

function nest(data: TensorData, shape: Shape, depth: number, offset: number): NestedArray {
  if (depth === shape.length) return data[offset]!;
  let step = 1;
  for (let d = depth + 1; d < shape.length; d++) step *= shape[d]!;
  return Array.from({ length: shape[depth]! }, (_, i) => nest(data, shape, depth + 1, offset + i * step));
}
