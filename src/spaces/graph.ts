// Nodes with features, edges between them, perhaps with features too.
import { describe } from '../io/describe.js';
import { requireKnown } from '../io/options.js';
import type { Generator } from '../random/index.js';
import { Box } from './box.js';
import { requireOneOf, requirePair } from './choices.js';
import { Discrete } from './discrete.js';
import type { ArrayOf, NumericArray, PackedArray, PackedType } from './dtypes.js';
import { type GraphBounds, GraphPacking, requireBounds } from './graph-packing.js';
import { MultiDiscrete } from './multi-discrete.js';
import type { ChoiceWeights, Leaf, Space } from './space.js';
import { unstack } from './stack.js';
import { UnsizedSpace } from './unsized-space.js';

/** A space of features: of one node, or of one edge. */
export type FeatureSpace = Box<PackedType> | Discrete;

export interface GraphOptions<N extends FeatureSpace = FeatureSpace, E extends FeatureSpace | null = null> {
  /** Features of a node. */
  nodeSpace: N;
  /** Features of an edge; null (the default) where graphs have no edges. */
  edgeSpace?: E;
  /**
   * The most nodes that a graph has. With it (and `maxEdges`, where there are edges) graphs pack into a fixed count of
   * numbers, so that vector environments, memories and agents take them; Gymnasium has no such bound.
   */
  maxNodes?: number;
  /** The most edges that a graph has. */
  maxEdges?: number;
}

/** The flat array of the features of nodes or edges. */
export type FeaturesOf<F> = F extends Box<infer D> ? ArrayOf<D> : F extends Discrete ? PackedArray : null;

export interface GraphValue<N = FeatureSpace, E = FeatureSpace | null> {
  /** Features of all nodes, one node after the other. */
  nodes: FeaturesOf<N>;
  /** Features of all edges, one edge after the other; null when there is no edge. */
  edges: FeaturesOf<E> | null;
  /** The two nodes of each edge, from and to: twice as many numbers as there are edges. */
  edgeLinks: Int32Array | null;
}

export interface GraphSampleOptions {
  rng?: Generator;
  /** Masks of Discrete features, of all nodes and of all edges: one for each node and edge drawn. */
  mask?: GraphWeights | null;
  /** Probabilities of Discrete features; instead of masks. */
  probability?: GraphWeights | null;
  /** How many nodes (default 10). */
  numNodes?: number;
  /** How many edges; absent: up to twice as many as pairs of nodes, and one edge mask serves all. */
  numEdges?: number;
}

export type GraphWeights = readonly [nodes: ChoiceWeights | null, edges: ChoiceWeights | null];

/**
 * Values are {@link GraphValue}. `sample` draws as Gymnasium does, but features of a Discrete space with a start count
 * from there (Gymnasium 1.3 counts them from 0, outside its own space). Values differ in size: see
 * {@link UnsizedSpace}.
 *
 * @example new Graph({ nodeSpace: new Box({ low: -1, high: 1, shape: [3] }), edgeSpace: new Discrete(3) })
 */
export class Graph<
  N extends FeatureSpace = FeatureSpace,
  E extends FeatureSpace | null = null,
> extends UnsizedSpace<GraphValue<N, E>> {
  readonly kind = 'Graph';
  readonly nodeSpace: N;
  readonly edgeSpace: E;
  /** The most nodes and edges; undefined where graphs may be of any size. */
  readonly bounds: GraphBounds | undefined;
  private readonly packing: GraphPacking | undefined;

  /** @throws TypeError when the features are neither Box nor Discrete; RangeError when a bound is missing or no count. */
  constructor(options: GraphOptions<N, E>) {
    super();
    requireKnown('Graph', options, ['nodeSpace', 'edgeSpace', 'maxNodes', 'maxEdges']);
    this.nodeSpace = requireFeatures('nodeSpace', options.nodeSpace);
    const { edgeSpace = null as E } = options;
    this.edgeSpace = edgeSpace === null ? edgeSpace : requireFeatures('edgeSpace', edgeSpace);
    this.bounds = requireBounds(options, edgeSpace !== null);
    if (this.bounds) this.packing = new GraphPacking(this.nodeSpace, this.edgeSpace, this.bounds);
  }

  override get hasFixedSize(): boolean {
    return this.packing !== undefined;
  }

  override get packedSize(): number {
    return this.packing?.packedSize ?? super.packedSize;
  }

  override get packedType(): PackedType {
    return this.packing?.packedType ?? super.packedType;
  }

  override get flatdim(): number {
    return this.packing?.flatdim ?? super.flatdim;
  }

  override pack(value?: GraphValue<N, E>, out?: NumericArray, offset = 0): void {
    if (!this.packing) super.pack();
    else this.packing.pack(value as GraphValue, out!, offset);
  }

  override unpack(from?: NumericArray, offset = 0): GraphValue<N, E> {
    return this.packing ? (this.packing.unpack(from!, offset) as GraphValue<N, E>) : super.unpack();
  }

  override flattenPacked(from?: NumericArray, offset = 0, out?: Float32Array, outOffset = 0): void {
    if (!this.packing) super.flattenPacked();
    else this.packing.flattenPacked(from!, offset, out!, outOffset);
  }

  override leaves(): Leaf[] {
    return this.packing
      ? [{ path: '', space: this as Space, offset: 0, size: this.packedSize }]
      : super.leaves();
  }

  override get subspaces(): readonly Space[] {
    return this.edgeSpace === null ? [this.nodeSpace] : [this.nodeSpace, this.edgeSpace];
  }

  /** @throws RangeError, TypeError when counts, mask or probability do not fit. */
  sample(options: GraphSampleOptions = {}): GraphValue<N, E> {
    requireOneOf(options);
    const { maxNodes, maxEdges } = this.bounds ?? { maxNodes: Infinity, maxEdges: Infinity };
    const { rng = this.rng, mask, probability, numNodes = Math.min(10, maxNodes) } = options;
    if (!Number.isSafeInteger(numNodes) || numNodes < 1) {
      throw new RangeError(`numNodes of ${this} must be a positive integer, got ${describe(numNodes)}.`);
    }
    const name = mask != null ? 'mask' : 'probability';
    const pair = requirePair(`The ${name} of ${this}`, 'nodes, edges', mask ?? probability);
    let [nodeWeights, edgeWeights] = pair as GraphWeights;
    const wanted = this.countEdges(rng, numNodes, options.numEdges);
    const numEdges = options.numEdges === undefined ? Math.min(wanted, maxEdges) : wanted;
    if (numNodes > maxNodes || numEdges > maxEdges) {
      throw new RangeError(
        `${this} has at most ${maxNodes} nodes and ${maxEdges} edges, got ${numNodes} and ${numEdges}.`,
      );
    }
    if (options.numEdges === undefined && edgeWeights !== null) {
      edgeWeights = Array.from({ length: numEdges }, () => edgeWeights);
    }
    const nodes = draw(this.nodeSpace, numNodes, { rng, [name]: nodeWeights });
    const hasEdges = this.edgeSpace !== null && numEdges > 0;
    const edges = hasEdges ? draw(this.edgeSpace, numEdges, { rng, [name]: edgeWeights }) : null;
    const edgeLinks = hasEdges
      ? Int32Array.from({ length: 2 * numEdges }, () => rng.integers(0, numNodes))
      : null;
    return { nodes, edges, edgeLinks } as GraphValue<N, E>;
  }

  private countEdges(rng: Generator, numNodes: number, wanted: number | undefined): number {
    if (wanted === undefined) return numNodes > 1 ? rng.integers(0, numNodes * (numNodes - 1)) : 0;
    if (!Number.isSafeInteger(wanted) || wanted < 0) {
      throw new RangeError(`numEdges of ${this} must be an integer ≥ 0, got ${describe(wanted)}.`);
    }
    if (this.edgeSpace === null && wanted > 0) {
      throw new TypeError(`${this} has no edges: numEdges must be absent, got ${wanted}.`);
    }
    return wanted;
  }

  contains(value: unknown): value is GraphValue<N, E> {
    const { nodes, edges = null, edgeLinks = null } = Object(value) as Partial<Record<string, unknown>>;
    const count = countWithin(this.nodeSpace, nodes);
    if (count === undefined || count > (this.bounds?.maxNodes ?? Infinity)) return false;
    if (edges === null || edgeLinks === null) return edges === edgeLinks;
    if (this.edgeSpace === null) return false;
    const numEdges = countWithin(this.edgeSpace, edges);
    if (numEdges === undefined || numEdges > (this.bounds?.maxEdges ?? Infinity)) return false;
    const links = unstack(new Discrete(Math.max(count, 1)), edgeLinks) as number[] | undefined;
    return (
      links?.length === 2 * numEdges &&
      links.every((node) => Number.isInteger(node) && node >= 0 && node < count)
    );
  }

  toJSON(): Record<string, unknown> {
    return {
      kind: this.kind,
      nodeSpace: this.nodeSpace.toJSON(),
      edgeSpace: this.edgeSpace?.toJSON() ?? null,
      ...(this.bounds && { maxNodes: this.bounds.maxNodes }),
      ...(this.bounds && this.edgeSpace && { maxEdges: this.bounds.maxEdges }),
    };
  }

  toString(): string {
    const { maxNodes, maxEdges } = this.bounds ?? {};
    const bounds = maxNodes === undefined ? '' : `, maxNodes=${maxNodes}, maxEdges=${maxEdges}`;
    return `Graph(${this.nodeSpace}, ${this.edgeSpace ?? 'None'}${bounds})`;
  }
}

function requireFeatures<F>(name: string, space: F): F {
  if (space instanceof Box || space instanceof Discrete) return space;
  throw new TypeError(`${name} of Graph must be a Box or Discrete space, got ${describe(space)}.`);
}

/** Features of `count` nodes or edges, drawn as one box or one row of choices, in Gymnasium's order. */
function draw(space: FeatureSpace, count: number, options: { rng: Generator; mask?: never }): PackedArray {
  if (space instanceof Discrete) {
    const { n, start, packedType } = space;
    const starts = Array<number>(count).fill(start);
    return new MultiDiscrete(Array<number>(count).fill(n), { start: starts, dtype: packedType }).sample(
      options,
    );
  }
  const repeated = (bounds: ArrayLike<number>) =>
    Array.from({ length: count * bounds.length }, (_, i) => bounds[i % bounds.length]!);
  const { low, high, dtype } = space;
  return new Box({ low: repeated(low), high: repeated(high), dtype }).sample(options);
}

/** How many values of a space lie in a flat array; undefined when it holds something else. */
function countWithin(space: Space, stacked: unknown): number | undefined {
  const values = unstack(space, stacked);
  return values?.every((value) => space.contains(value)) ? values.length : undefined;
}
