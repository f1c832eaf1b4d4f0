// Who stands beside whom in worlds with many agents, as rows of a vector.
import type { Neighbours } from '../vector/vector-env.js';
import type { ParallelEnv } from './contract.js';

/** Row `w · agents + a` is agent a of world w; the dead have no neighbours and are none. */
export function neighbourRows(
  worlds: readonly ParallelEnv[],
  agents: readonly string[],
  alive: Uint8Array,
): Neighbours {
  const index = new Map(agents.map((agent, a) => [agent, a]));
  const offsets = new Int32Array(alive.length + 1);
  const rows: number[] = [];
  for (const [w, world] of worlds.entries()) {
    const first = w * agents.length;
    for (const [a, agent] of agents.entries()) {
      if (alive[first + a] === 1) {
        for (const other of world.neighbours?.(agent) ?? agents) {
          const row = first + index.get(other)!;
          if (row !== first + a && alive[row] === 1) rows.push(row);
        }
      }
      offsets[first + a + 1] = rows.length;
    }
  }
  return { offsets, rows: Int32Array.from(rows) };
}
