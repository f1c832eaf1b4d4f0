// Reverse-mode automatic differentiation: a tape of the operations of the current step, walked backwards.

import { anomalyEnabled, assertFinite, traceOf } from './anomaly.js';
import { arena } from './arena.js';
import { heap, kernels } from './engine.js';
import { noteHostWork } from './host-work.js';
import { show } from './shape.js';
import { at, hostLeaf, type Tensor } from './tensor.js';

/** An operation: its name in messages, and how gradients flow back through it. */
export interface Op {
  readonly name: string;
  /**
   * Adds the gradients of `out.a`, `out.b`, … given that of `out`.
   * For each input x that wants one: `const add = hasGrad(x), dx = gradOf(x)`, then write (`add` 0) or add (1) at dx.
   *
   * @param dy address of d(loss)/d(out), contiguous; may be used as working space, as nobody reads it afterwards
   */
  backward(out: Tensor, dy: number): void;
  /** The inputs of `out`, where they are others than `out.a`, `out.b` and `out.c`. */
  inputs?(out: Tensor): readonly (Tensor | undefined)[];
}

/** Operations a step at top level may record before it is paged out. */
const MAX_TAPE = 200_000;

let tape: Tensor[] = [];
/** Operations of this step that are on the tape no more, as it was paged out. */
let forgotten = 0;
let recording = true;
const leaves: Tensor[] = [];

/** Runs `fn` without recording: its results require no gradient. It frees nothing; see `scope`. */
export function noGrad<T>(fn: () => T): T {
  const before = recording;
  recording = false;
  try {
    return fn();
  } finally {
    recording = before;
  }
}

/** Whether operations are recorded now. */
export function isRecording(): boolean {
  return recording;
}

/** Completes a result: remembers what made it, and from which inputs when a gradient may flow back. */
export function record(
  out: Tensor,
  op: Op,
  a: Tensor,
  b: Tensor | null = null,
  c: Tensor | null = null,
): Tensor {
  out.op = op;
  if (recording && (a.requiresGrad || b?.requiresGrad || c?.requiresGrad)) {
    out.requiresGrad = true;
    out.a = a;
    out.b = b;
    out.c = c;
    out.tapeIndex = forgotten + tape.length;
    tape.push(out);
    if (tape.length >= MAX_TAPE) arena.full = true;
  }
  if (anomalyEnabled()) assertFinite(out);
  // The operation is complete: nobody holds addresses.
  if (arena.full && arena.frame.parent === null) pageOut();
  return out;
}

/** Makes room in a step at top level. What was recorded is kept by the results that came of it, and by nothing else. */
function pageOut(): void {
  arena.pageOut();
  forgotten += tape.length;
  tape = [];
}

/** 1 when the gradient of `t` is to be added to, 0 when it is to be written. Ask before `gradOf`. */
export function hasGrad(t: Tensor): number {
  return t.hasGrad;
}

/** The address of the gradient of `t`, which the caller must now write or add to. */
export function gradOf(t: Tensor): number {
  if (t.hasGrad === 1) return t.gradPtr;
  t.hasGrad = 1;
  if (t.gradPtr !== 0) return t.gradPtr;
  if (t.storage !== null) t.gradPtr = t.storage.gradAt(t.ptr);
  else {
    t.gradPtr = arena.allocate(t.size);
    if (t.tapeIndex < 0) leaves.push(t);
  }
  return t.gradPtr;
}

/** Adds `dy` to the gradient of `t`. The first one is taken over without a copy, so pass each `dy` on only once. */
export function passGrad(t: Tensor, dy: number): void {
  if (t.hasGrad === 0 && t.storage === null && t.tapeIndex >= 0) {
    t.hasGrad = 1;
    t.gradPtr = dy;
  } else addGrad(t, dy);
}

/** Adds a copy of `dy` to the gradient of `t`. */
export function addGrad(t: Tensor, dy: number): void {
  const add = hasGrad(t);
  kernels.copy(dy, gradOf(t), t.size, add);
}

export function backward(root: Tensor, gradient?: Tensor): void {
  at(root);
  if (!root.requiresGrad) {
    throw new Error(
      'backward: this tensor does not depend on anything that requires a gradient. Was it made inside noGrad, ' +
        'detached, returned from a scope, or computed from int32 values or comparisons only?',
    );
  }
  if (gradient === undefined && root.size !== 1) {
    throw new Error(
      `backward: shape ${show(root.shape)} is not a single element; reduce it with mean() or sum(), or pass a gradient.`,
    );
  }
  if (gradient !== undefined && gradient.size !== root.size) {
    throw new RangeError(
      `backward: a gradient of shape ${show(gradient.shape)} does not fit ${show(root.shape)}.`,
    );
  }
  leaves.length = 0;
  const seed = gradient ? at(gradient) : 0;
  const add = hasGrad(root);
  const ptr = gradOf(root);
  if (gradient) kernels.copy(seed, ptr, root.size, add);
  else if (add) heap.f32[ptr >>> 2]! += 1;
  else kernels.fill(ptr, 1, 1);
  if (forgotten === 0) for (let i = root.tapeIndex; i >= 0; i--) flowBack(tape[i]!);
  else for (const out of historyOf(root)) bringBack(out);
  while (leaves.length) keepLeafGradient(leaves.pop()!);
}

function flowBack(out: Tensor): void {
  if (out.hasGrad === 0) return;
  const dy = out.gradPtr;
  out.hasGrad = 0;
  out.gradPtr = 0;
  out.op!.backward(out, dy);
  if (anomalyEnabled()) checkGradients(out);
}

/** The same for a result that may have been paged out. */
function bringBack(out: Tensor): void {
  if (out.hasGrad === 0) return;
  at(out);
  flowBack(out);
}

/** Everything recorded that `root` was computed from, the latest first. */
function historyOf(root: Tensor): Tensor[] {
  const found = new Set<Tensor>();
  const open: (Tensor | null | undefined)[] = [root];
  while (open.length > 0) {
    const out = open.pop();
    if (!out?.requiresGrad || out.tapeIndex < 0 || found.has(out)) continue;
    found.add(out);
    for (const input of out.op!.inputs?.(out) ?? [out.a, out.b, out.c]) open.push(input);
  }
  return [...found].sort((a, b) => b.tapeIndex - a.tapeIndex);
}

function checkGradients(out: Tensor): void {
  for (const input of [out.a, out.b, out.c]) {
    if (!input?.hasGrad) continue;
    const bad = kernels.firstNonFinite(input.gradPtr, input.size);
    if (bad < 0) continue;
    throw new Error(
      `Anomaly: the gradient of '${out.op!.name}' with respect to an input of shape ${show(input.shape)} is ` +
        `${heap.f32[(input.gradPtr >>> 2) + bad]} at element ${bad}. ${traceOf(out)}`,
    );
  }
}

/** Gradients of host leaves leave the arena at once: the leaf outlives the step. */
function keepLeafGradient(leaf: Tensor): void {
  noteHostWork();
  const start = leaf.gradPtr >>> 2;
  const values = heap.f32.slice(start, start + leaf.size);
  const before = leaf.hostGrad;
  if (before) for (let i = 0; i < values.length; i++) values[i]! += before.host![i]!;
  leaf.hostGrad = hostLeaf(values, leaf.shape);
  leaf.hasGrad = 0;
  leaf.gradPtr = 0;
}

/** How many operations are recorded now; give it to `truncateTape` when their scope ends. */
export function tapeLength(): number {
  return tape.length;
}

/** Forgets the operations recorded after the first `length`. */
export function truncateTape(length: number): void {
  if (length === 0) tape = [];
  else tape.length = length;
}

/** Forgets all operations: the step has ended. */
export function forgetTape(): void {
  tape = [];
  forgotten = 0;
}
