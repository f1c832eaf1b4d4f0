// Transitions of which some rows come several times.
import type { Transitions } from '../../memory/index.js';
import type { PackedArray } from '../../spaces/index.js';

/** The rows of `transitions` that `rows` lists, in its order. */
export function takeRows(transitions: Transitions, rows: readonly number[]): Transitions {
  const { count, rewards, alive, actionMasks, nextActionMasks, finalActionMasks } = transitions;
  const take = <T extends PackedArray>(from: T): T => {
    const size = from.length / count;
    const out = new (from.constructor as new (length: number) => T)(rows.length * size);
    for (const [i, row] of rows.entries()) {
      for (let k = 0; k < size; k++) out[i * size + k] = from[row * size + k]!;
    }
    return out;
  };
  return {
    count: rows.length,
    observations: take(transitions.observations),
    actions: take(transitions.actions),
    rewards: rows.map((row) => rewards[row]!),
    terminated: take(transitions.terminated),
    truncated: take(transitions.truncated),
    nextObservations: take(transitions.nextObservations),
    finalObservations: take(transitions.finalObservations),
    ...(actionMasks && { actionMasks: take(actionMasks) }),
    ...(nextActionMasks && { nextActionMasks: take(nextActionMasks) }),
    ...(finalActionMasks && { finalActionMasks: take(finalActionMasks) }),
    ...(alive && { alive: take(alive) }),
  };
}
