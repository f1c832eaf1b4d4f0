// Routing: lead a packet through a network to its destination; every episode has a network of its own.
//
// The observation is a Graph. Each node tells whether the packet is there, whether it is the destination, and, for
// neighbours of the packet's node, behind which of its ports they lie (one-hot); edges tell who is linked, in both directions.
// Neither nodes nor ports have names: they are numbered at random in every episode.
//
// | action | meaning              |
// |--------|----------------------|
// | k      | leave through port k |     A port that nothing is linked to keeps the packet where it is; `actionMask` tells.
//
// Network: nodes at random places of a square, linked from the shortest distance on as long as that joins two parts, then
// 0.4 links per node more between the nearest pairs; no node has more links than there are ports.
// Reward: -1 in every step. `info.distance` is the fewest steps from here to the destination.
// Start: packet and destination at two nodes drawn at random.
// End: terminated at the destination; truncated after 50 steps.
// Arguments: `minNodes` (8) and `maxNodes` (12): nodes of a network, drawn from this range; `ports` (4): of a node.
// Versions: v0.
import { UserError } from '../../io/errors.js';
import { Box, Discrete, Graph, type GraphValue } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { distancesTo, drawNetwork, MORE_LINKS, type Network } from './routing-network.js';

const OPTIONS = {
  /** Fewest nodes of a network. */
  minNodes: option(8, { integer: true, min: 2, max: 200 }),
  /** Most nodes of a network. */
  maxNodes: option(12, { integer: true, min: 2, max: 200 }),
  /** Most links of a node. */
  ports: option(4, { integer: true, min: 2, max: 10 }),
};

export type RoutingOptions = Partial<OptionValues<typeof OPTIONS>>;
export type RoutingObservation = GraphValue<Box<'uint8'>, Discrete>;

/** Marks of a node before those of the ports. */
const MARKS = 2;

export class Routing extends SeededEnv<RoutingObservation, number> {
  readonly observationSpace: Graph<Box<'uint8'>, Discrete>;
  readonly actionSpace: Discrete;
  network: Network = { places: [[0, 0]], ports: [[]] };
  /** Where the packet is. */
  node = 0;
  destination = 0;
  private readonly sizes: readonly [min: number, max: number];
  private readonly ports: number;
  private distances: readonly number[] = [0];

  /** @throws UserError when an option has no meaning. */
  constructor(options: RoutingOptions = {}) {
    super();
    const { minNodes, maxNodes, ports } = readOptions('Routing', OPTIONS, options);
    if (minNodes > maxNodes)
      throw new UserError(
        `Routing: minNodes must not be larger than maxNodes, got ${minNodes} and ${maxNodes}.`,
      );
    this.sizes = [minNodes, maxNodes];
    this.ports = ports;
    this.observationSpace = new Graph({
      nodeSpace: new Box({ low: 0, high: 1, shape: [MARKS + ports], dtype: 'uint8' }),
      edgeSpace: new Discrete(1),
      maxNodes,
      // A tree and the links that come to it, in both directions.
      maxEdges: 2 * (maxNodes - 1 + Math.round(MORE_LINKS * maxNodes)),
    });
    this.actionSpace = new Discrete(ports);
  }

  protected start(): ResetResult<RoutingObservation> {
    const [min, max] = this.sizes;
    const nodes = this.rng.integers(min, max + 1);
    this.network = drawNetwork(nodes, this.ports, this.rng);
    this.node = this.rng.integers(0, nodes);
    this.destination = (this.node + this.rng.integers(1, nodes)) % nodes;
    this.distances = distancesTo(this.destination, this.network);
    return { observation: this.observe(), info: this.info() };
  }

  step(action: number): StepResult<RoutingObservation> {
    this.node = this.network.ports[this.node]![action] ?? this.node;
    const terminated = this.node === this.destination;
    return { observation: this.observe(), reward: -1, terminated, truncated: false, info: this.info() };
  }

  /** 1 for ports that are linked. */
  actionMask(): Uint8Array {
    const linked = this.network.ports[this.node]!;
    return Uint8Array.from({ length: this.ports }, (_, port) => Number(linked[port] != null));
  }

  private info(): { distance: number } {
    return { distance: this.distances[this.node]! };
  }

  private observe(): RoutingObservation {
    const { ports } = this.network;
    const width = MARKS + this.ports;
    const nodes = new Uint8Array(ports.length * width);
    nodes[this.node * width] = 1;
    nodes[this.destination * width + 1] = 1;
    ports[this.node]!.forEach((other, port) => {
      if (other !== null) nodes[other * width + MARKS + port] = 1;
    });
    const links = ports.flatMap((others, node) =>
      others.flatMap((other) => (other === null ? [] : [node, other])),
    );
    return {
      nodes,
      edges: new Uint8Array(links.length / 2),
      edgeLinks: Int32Array.from(links),
    };
  }

  /** The network; the packet's node is blue, its destination green, and its ports are numbered. */
  override render(): Drawing {
    const [size, margin] = [320, 24];
    const { places, ports } = this.network;
    const [x, y] = [0, 1].map(
      (axis) => (node: number) => margin + places[node]![axis]! * (size - 2 * margin),
    ) as [(node: number) => number, (node: number) => number];
    const shapes: Shape[] = [];
    ports.forEach((others, node) => {
      for (const other of others) {
        if (other === null || other < node) continue;
        const ends = { x1: x(node), y1: y(node), x2: x(other), y2: y(other) };
        shapes.push({ kind: 'line', ...ends, stroke: '#b9c4d6', strokeWidth: 2 });
      }
    });
    places.forEach((_, node) => {
      const fill = node === this.node ? '#2f6fb0' : node === this.destination ? '#3f9d5c' : '#7c889b';
      shapes.push({ kind: 'circle', x: x(node), y: y(node), radius: 9, fill });
    });
    ports[this.node]!.forEach((other, port) => {
      if (other === null) return;
      const [a, b] = [(2 * x(this.node) + x(other)) / 3, (2 * y(this.node) + y(other)) / 3];
      shapes.push({ kind: 'text', x: a, y: b, text: String(port), size: 12, fill: '#27364d', bold: true });
    });
    const text = `at ${this.node}, to ${this.destination}: ${this.distances[this.node]} steps at least`;
    return { width: size, height: size, background: '#f6f8fb', shapes, text };
  }

  protected snapshot(): EnvState {
    const { network, node, destination } = this;
    return { places: network.places as never, ports: network.ports as never, node, destination };
  }

  protected restore({ places, ports, node, destination }: EnvState): void {
    this.network = structuredClone({ places, ports }) as unknown as Network;
    this.node = node as number;
    this.destination = destination as number;
    this.distances = distancesTo(this.destination, this.network);
  }
}

export const routingV0 = defineEnv({
  id: 'Routing-v0',
  description: 'Lead a packet through a network, a new one in every episode: the observation is a graph.',
  maxEpisodeSteps: 50,
  rewardThreshold: -2.8,
  options: OPTIONS,
  create: (options: RoutingOptions) => new Routing(options),
  play: ({ ports }) => ({
    keys: Object.fromEntries(Array.from({ length: ports }, (_, port) => [String(port), port])),
  }),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Routing-v0': typeof routingV0;
  }
}
