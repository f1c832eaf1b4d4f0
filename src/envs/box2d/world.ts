// A planck world that finds new contacts in the order of Box2D 2.3: sorted by the numbers of their proxies. planck takes
// them as its tree yields them, and solvers that stop before they have converged show the difference: a walker's first
// slam into the ground then ends 0.02 rad beside the recorded one.
import type { FixtureProxy, World } from 'planck';
import { engine } from './engine.js';

type AddPair = (a: FixtureProxy, b: FixtureProxy) => void;

interface Inside {
  m_broadPhase: { updatePairs(add: AddPair): void };
}

/** @param gravity acceleration, down is negative */
export function createWorld(gravity: number): World {
  const { World } = engine();
  const world = new World({ gravity: { x: 0, y: gravity } });
  const broadPhase = (world as unknown as Inside).m_broadPhase;
  const findPairs = broadPhase.updatePairs;
  broadPhase.updatePairs = (add) => {
    const pairs: Parameters<AddPair>[] = [];
    // The lower number comes first in a pair.
    findPairs.call(broadPhase, (a, b) => pairs.push([a, b]));
    pairs.sort(([a, b], [c, d]) => a.proxyId - c.proxyId || b.proxyId - d.proxyId);
    for (const [a, b] of pairs) add(a, b);
  };
  return world;
}
