// Callbacks that remember something between iterations, and so have a part in every checkpoint.
import type { Callback } from '../agents/agent.js';
import { UserError } from '../io/errors.js';

/**
 * A callback whose memory belongs to the run: a resumed run goes on with what it knew.
 *
 * @example
 * class Patience implements ResumableCallback {
 *   readonly name = 'patience';
 *   private best = -Infinity;
 *   onMetrics(_context, _step, { 'eval/mean_reward': mean = -Infinity }) { this.best = Math.max(this.best, mean); }
 *   saveState() { return { best: this.best }; }
 *   loadState({ best }) { this.best = best; }
 * }
 */
export interface ResumableCallback extends Callback {
  /** Key of its state in the checkpoint, unique within a run. */
  readonly name: string;
  /** Plain JSON; NaN and infinities are kept. */
  saveState(): Record<string, unknown>;
  loadState(state: Record<string, unknown>): void;
}

/** @throws {UserError} for a callback that has a part of it only: its state would be lost without a word. */
function isResumable(callback: Callback): callback is ResumableCallback {
  const missing = ['name', 'saveState', 'loadState'].filter((key) => !(key in callback));
  if (missing.length === 0) return true;
  if (!('saveState' in callback || 'loadState' in callback)) return false;
  throw new UserError(
    `A callback (${callback.constructor.name}) that is to be saved needs name, saveState and loadState; it has no ${missing.join(' and no ')}.`,
  );
}

/** The callbacks with state by name. @throws {UserError} when two have the same name. */
export function resumables(callbacks: readonly Callback[]): Map<string, ResumableCallback> {
  const found = new Map<string, ResumableCallback>();
  for (const callback of callbacks.filter(isResumable)) {
    if (found.has(callback.name)) {
      throw new UserError(
        `Two callbacks with state are called '${callback.name}': give each a name of its own.`,
      );
    }
    found.set(callback.name, callback);
  }
  return found;
}

export function saveCallbacks(callbacks: readonly Callback[]): Record<string, unknown> {
  return Object.fromEntries([...resumables(callbacks)].map(([name, each]) => [name, each.saveState()]));
}

/** @throws {UserError} when there is state of a callback that is not among them. */
export function loadCallbacks(callbacks: readonly Callback[], states: Record<string, unknown>): void {
  const found = resumables(callbacks);
  for (const [name, state] of Object.entries(states)) {
    const callback = found.get(name);
    if (!callback) {
      throw new UserError(
        `The run was trained with a callback '${name}', whose state is in the checkpoint: give it to resume as well, ` +
          'in { callbacks: […] }.',
      );
    }
    callback.loadState(state as Record<string, unknown>);
  }
}
