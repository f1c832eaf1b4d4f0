// Graphs of at most so many nodes and edges as a fixed count of numbers.
import { describe } from '../io/describe.js';
import { commonType, type NumericArray, type PackedArray, type PackedType } from './dtypes.js';
import type { Space } from './space.js';
import { stack } from './stack.js';

export interface GraphBounds {
  maxNodes: number;
  /** 0 where graphs have no edges. */
  maxEdges: number;
}

/** Counts and links are packed beside features, in 16 bits. */
const MOST = 65_535;

/** The bounds given, if any. @throws RangeError when one is missing, no count, or of no use. */
export function requireBounds(
  { maxNodes, maxEdges }: { maxNodes?: unknown; maxEdges?: unknown },
  hasEdges: boolean,
): GraphBounds | undefined {
  if (maxNodes === undefined && maxEdges === undefined) return undefined;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1;
  const fits = isCount(maxNodes) && (hasEdges ? isCount(maxEdges) : maxEdges === undefined);
  if (!fits || (maxNodes as number) > MOST || ((maxEdges as number) ?? 0) > MOST) {
    const edges = hasEdges ? 'and maxEdges' : '(and no maxEdges, as there are no edges)';
    throw new RangeError(
      `A Graph of bounded size needs maxNodes ${edges} from 1 to ${MOST}, got ${describe(maxNodes)} and ${describe(maxEdges)}.`,
    );
  }
  return { maxNodes: maxNodes as number, maxEdges: hasEdges ? (maxEdges as number) : 0 };
}

interface Graphs {
  nodes: ArrayLike<number>;
  edges?: ArrayLike<number> | null;
  edgeLinks?: ArrayLike<number> | null;
}

export class GraphPacking {
  readonly packedSize: number;
  readonly packedType: PackedType;
  readonly flatdim: number;

  constructor(
    private readonly nodeSpace: Space,
    private readonly edgeSpace: Space | null,
    private readonly bounds: GraphBounds,
  ) {
    const { maxNodes, maxEdges } = bounds;
    const size = (of: 'packedSize' | 'flatdim') =>
      2 + maxNodes * nodeSpace[of] + maxEdges * ((edgeSpace?.[of] ?? 0) + (edgeSpace ? 2 : 0));
    this.packedSize = size('packedSize');
    this.flatdim = size('flatdim');
    const whole = Math.max(maxNodes, maxEdges) <= 255 ? 'uint8' : 'uint16';
    this.packedType = [edgeSpace?.packedType ?? whole, nodeSpace.packedType].reduce(commonType, whole);
  }

  pack(value: Graphs, out: NumericArray, offset: number): void {
    const { nodeSpace, edgeSpace, bounds } = this;
    const { nodes, edges, edgeLinks } = value;
    for (let i = 0; i < this.packedSize; i++) out[offset + i] = 0;
    out[offset] = nodes.length / nodeSpace.packedSize;
    out[offset + 1] = (edgeLinks?.length ?? 0) / 2;
    let at = offset + 2;
    for (let i = 0; i < nodes.length; i++) out[at + i] = nodes[i]!;
    at += bounds.maxNodes * nodeSpace.packedSize;
    for (let i = 0; i < (edges?.length ?? 0); i++) out[at + i] = edges![i]!;
    at += bounds.maxEdges * (edgeSpace?.packedSize ?? 0);
    for (let i = 0; i < (edgeLinks?.length ?? 0); i++) out[at + i] = edgeLinks![i]!;
  }

  unpack(from: NumericArray, offset: number): Graphs {
    const { nodeSpace, edgeSpace, bounds } = this;
    const [numNodes, numEdges] = [from[offset]!, from[offset + 1]!];
    const features = (space: Space, at: number, count: number) =>
      stack(
        space,
        Array.from({ length: count }, (_, i) => space.unpack(from, at + i * space.packedSize)),
      ) as PackedArray;
    const nodes = features(nodeSpace, offset + 2, numNodes);
    if (edgeSpace === null || numEdges === 0) return { nodes, edges: null, edgeLinks: null };
    const at = offset + 2 + bounds.maxNodes * nodeSpace.packedSize;
    const links = at + bounds.maxEdges * edgeSpace.packedSize;
    const edgeLinks = Int32Array.from({ length: 2 * numEdges }, (_, i) => from[links + i]!);
    return { nodes, edges: features(edgeSpace, at, numEdges), edgeLinks };
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    const { nodeSpace, edgeSpace, bounds } = this;
    const [numNodes, numEdges] = [from[offset]!, from[offset + 1]!];
    out.fill(0, outOffset, outOffset + this.flatdim);
    out[outOffset] = numNodes;
    out[outOffset + 1] = numEdges;
    let [at, to] = [offset + 2, outOffset + 2];
    const put = (space: Space, count: number, most: number) => {
      for (let i = 0; i < count; i++) {
        space.flattenPacked(from, at + i * space.packedSize, out, to + i * space.flatdim);
      }
      at += most * space.packedSize;
      to += most * space.flatdim;
    };
    put(nodeSpace, numNodes, bounds.maxNodes);
    if (edgeSpace === null) return;
    put(edgeSpace, numEdges, bounds.maxEdges);
    for (let i = 0; i < 2 * numEdges; i++) out[to + i] = from[at + i]!;
  }
}
