// Networks to route through: how they are drawn, what is observed of them, what a step does.
import { expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { make, unwrapped } from '../index.js';
import { Routing } from './index.js';
import { distancesTo, drawNetwork } from './routing-network.js';

it('draws connected networks with links both ways and ports to spare', () => {
  const rng = new Generator(1);
  for (let i = 0; i < 50; i++) {
    const [nodes, ports] = [rng.integers(2, 25), rng.integers(2, 6)];
    const network = drawNetwork(nodes, ports, rng);
    expect(Math.max(...distancesTo(0, network))).toBeLessThan(nodes);
    network.ports.forEach((others, node) => {
      expect(others).toHaveLength(ports);
      const linked = others.filter((other) => other !== null);
      expect(new Set(linked).size).toBe(linked.length);
      for (const other of linked)
        expect([other !== node, network.ports[other]!.includes(node)]).toEqual([true, true]);
    });
  }
});

it('observes where the packet is, where it goes, and behind which ports neighbours lie', () => {
  const env = new Routing({ minNodes: 5, maxNodes: 9 });
  for (let seed = 0; seed < 30; seed++) {
    const { observation, info } = env.reset({ seed });
    const { ports } = env.network;
    const mark = (node: number, which: number) => observation.nodes[node * 6 + which];
    ports.forEach((_, node) => {
      expect([mark(node, 0), mark(node, 1)]).toEqual(
        [node === env.node, node === env.destination].map(Number),
      );
      for (let port = 0; port < 4; port++) {
        expect(mark(node, 2 + port)).toBe(Number(ports[env.node]![port] === node));
      }
    });
    const links = Array.from({ length: observation.edgeLinks!.length / 2 }, (_, e) =>
      String(observation.edgeLinks!.slice(2 * e, 2 * e + 2)),
    );
    expect(links.sort()).toEqual(
      ports.flatMap((others, node) => others.flatMap((o) => (o === null ? [] : `${node},${o}`))).sort(),
    );
    expect([...env.actionMask()]).toEqual(ports[env.node]!.map((other) => Number(other !== null)));
    expect(env.observationSpace.contains(observation)).toBe(true);
    expect(info.distance).toBeGreaterThan(0);
  }
});

it('takes as many steps as the distance says when ports are chosen by it, and none through a port without a link', () => {
  const env = make('Routing-v0');
  const world = unwrapped(env) as unknown as Routing;
  for (let seed = 0; seed < 20; seed++) {
    const { info } = env.reset({ seed });
    const distances = distancesTo(world.destination, world.network);
    const unlinked = world.network.ports[world.node]!.indexOf(null);
    if (unlinked >= 0) {
      const from = world.node;
      expect([env.step(unlinked).reward, world.node]).toEqual([-1, from]);
    }
    for (let left = info.distance as number; left > 0; left--) {
      const port = world.network.ports[world.node]!.findIndex(
        (other) => other !== null && distances[other] === left - 1,
      );
      const result = env.step(port);
      expect([result.reward, result.terminated, result.info.distance]).toEqual([-1, left === 1, left - 1]);
    }
  }
});

it('refuses networks that cannot be', () => {
  expect(() => new Routing({ minNodes: 9, maxNodes: 8 })).toThrow(
    /minNodes must not be larger than maxNodes, got 9 and 8/,
  );
  expect(() => new Routing({ ports: 1 })).toThrow(/ports/);
});
