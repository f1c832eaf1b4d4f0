// Networks of the world Routing: drawn at random, connected, with a bounded number of links per node.
import type { Generator } from '../../random/index.js';

export interface Network {
  /** Of each node, from 0 to 1: for pictures only. */
  places: readonly (readonly [x: number, y: number])[];
  /** Of each node: the node behind each port, null where nothing is linked. */
  ports: readonly (readonly (number | null)[])[];
}

/** Links per node beyond those of a tree, at most. */
export const MORE_LINKS = 0.4;

/** @param ports of a node, at least 2 */
export function drawNetwork(nodes: number, ports: number, rng: Generator): Network {
  const places = Array.from({ length: nodes }, () => [rng.random(), rng.random()] as const);
  const pairs = places.flatMap((a, i) =>
    places.slice(i + 1).map((b, j) => ({ i, j: i + 1 + j, length: (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 })),
  );
  pairs.sort((a, b) => a.length - b.length);
  const linked = places.map(() => [] as number[]);
  const isFree = (node: number) => linked[node]!.length < ports;
  const link = (i: number, j: number) => {
    linked[i]!.push(j);
    linked[j]!.push(i);
  };
  // Parts of more than one node have nodes with free ports left, so in the end there is one part (Kruskal's algorithm).
  const part = places.map((_, node) => node);
  for (const { i, j } of pairs) {
    if (part[i] === part[j] || !isFree(i) || !isFree(j)) continue;
    link(i, j);
    const [kept, gone] = [part[i]!, part[j]!];
    part.forEach((p, node) => {
      if (p === gone) part[node] = kept;
    });
  }
  let more = Math.round(MORE_LINKS * nodes);
  for (const { i, j } of pairs) {
    if (more === 0) break;
    if (linked[i]!.includes(j) || !isFree(i) || !isFree(j)) continue;
    link(i, j);
    more--;
  }
  return {
    places,
    ports: linked.map((others) => {
      const behind = [...others, ...Array<null>(ports - others.length).fill(null)];
      return rng.permutation(ports).map((place) => behind[place]!);
    }),
  };
}

/** The fewest steps from each node to `destination`. */
export function distancesTo(destination: number, { ports }: Network): number[] {
  const distances = ports.map(() => Infinity);
  distances[destination] = 0;
  const queue = [destination];
  for (const node of queue) {
    for (const other of ports[node]!) {
      if (other === null || distances[other] !== Infinity) continue;
      distances[other] = distances[node]! + 1;
      queue.push(other);
    }
  }
  return distances;
}
