// When tensors die: scopes, and the end of a training step.
import { arena, type Frame } from './arena.js';
import { forgetTape, tapeLength, truncateTape } from './autograd.js';
import { detachToHost, Tensor } from './tensor.js';

/**
 * Runs `fn` and frees all tensors it made, except those it returns (a tensor, or arrays and plain objects of them),
 * whose values are copied out; they no longer know how they were computed.
 *
 * @throws TypeError when `fn` returns a promise: a scope must end before anything else runs.
 *
 * @example
 * const action = scope(() => noGrad(() => network.forward(observation).argmax(-1).item()));
 */
export function scope<T>(fn: () => T): T {
  const frame = arena.enter();
  const mark = tapeLength();
  try {
    const result = fn();
    if (result !== undefined) keep(result, frame);
    return result;
  } finally {
    arena.leave(frame);
    truncateTape(mark);
  }
}

/** Ends the training step, when not inside a scope: memory is reused from the next operation on. */
export function endStep(): void {
  if (arena.endStep()) forgetTape();
}

function keep(value: unknown, frame: Frame): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Tensor) {
    if (value.frame === frame && value.host === null && value.paged === null) detachToHost(value);
  } else if (Array.isArray(value)) for (const entry of value) keep(entry, frame);
  else if (value instanceof Promise) {
    throw new TypeError('scope: the function must not be async; await outside and compute inside.');
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const entry of Object.values(value)) keep(entry, frame);
  }
}
