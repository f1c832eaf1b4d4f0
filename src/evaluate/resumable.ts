// Callbacks that remember something between iterations, and so have a part in every checkpoint.
import type { Callback } from '../agents/agent.js';

export interface ResumableCallback extends Callback {
  /** Key of its state in the checkpoint, unique within a run. */
  readonly name: string;
  saveState(): Record<string, unknown>;
  loadState(state: Record<string, unknown>): void;
}

function isResumable(callback: Callback): callback is ResumableCallback {
  return 'saveState' in callback && 'loadState' in callback && 'name' in callback;
}

export function saveCallbacks(callbacks: readonly Callback[]): Record<string, unknown> {
  return Object.fromEntries(callbacks.filter(isResumable).map((each) => [each.name, each.saveState()]));
}

export function loadCallbacks(callbacks: readonly Callback[], states: Record<string, unknown>): void {
  for (const callback of callbacks.filter(isResumable)) {
    const state = states[callback.name];
    if (state !== undefined) callback.loadState(state as Record<string, unknown>);
  }
}
