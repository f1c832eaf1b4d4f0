// Graph networks over Graph observations: what nodes hear of one another over some layers, pooled to one row per graph.
import * as z from 'zod';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import { GATConv, GCNConv, gcnNorm, Linear, withSelfLoops } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { Box, type FeatureSpace, Graph, type Space } from '../../spaces/index.js';
import { CsrMatrix, cat, type Tensor, tensor } from '../../tensor/index.js';
import { defineExtractor, Extractor } from './extractor.js';

export const graphSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    layer: z
      .enum(['gcn', 'gat'])
      .default('gcn')
      .describe(
        'gcn: nodes hear the normalised sum of their neighbours (Kipf & Welling 2017); gat: weighed by attention (Veličković et al. 2018).',
      ),
    layers: z
      .array(z.int().positive())
      .min(1)
      .default([32, 32, 32, 32])
      .describe(
        'Numbers per node after each layer. A node hears of those as many edges away as there are layers.',
      ),
    heads: z
      .int()
      .positive()
      .default(4)
      .describe(
        'Heads of each gat layer, side by side; they divide its numbers. Source: Veličković et al. (2018).',
      ),
    readout: z
      .enum(['max', 'mean'])
      .default('max')
      .describe('How the nodes of a graph become one row of features.'),
    size: z.int().positive().default(64).describe('Features of a graph.'),
  }),
);

export type GraphExtractorOptions = z.output<typeof graphSchema>;

type AnyGraph = Graph<FeatureSpace, FeatureSpace | null>;

/**
 * Nodes → graph layers with ReLU → what all layers said of a node side by side (jumping knowledge, Xu et al. 2018) → a
 * linear layer with ReLU → the pool over the nodes, `[B, size]`. Node i hears of node j where there is an edge from j to i.
 */
export class GraphExtractor extends Extractor {
  override readonly freeOfSize = true;
  readonly size: number;
  readonly convolutions: readonly (GCNConv | GATConv)[];
  readonly nodes: Linear;
  private readonly readout: 'max' | 'mean';
  private readonly shape: GraphShape;

  /** @throws UserError when the space is no Graph of bounded size, or has features of edges that the layers cannot read. */
  constructor(space: Space, { layer, layers, heads, readout, size }: GraphExtractorOptions, rng: Generator) {
    super();
    this.shape = graphShape(space, layer);
    this.size = size;
    this.readout = readout;
    const widths = [this.shape.features, ...layers];
    this.convolutions = layers.map((width, i) => {
      if (layer === 'gcn') return new GCNConv(widths[i]!, width, { normalize: false, rng });
      if (width % heads !== 0)
        throw new UserError(
          `features: ${heads} heads do not divide the ${width} numbers of graph layer ${i + 1}.`,
        );
      return new GATConv(widths[i]!, width / heads, { heads, addSelfLoops: false, rng });
    });
    this.nodes = new Linear(
      widths.reduce((sum, width) => sum + width),
      size,
      { rng },
    );
  }

  override forward(inputs: Tensor): Tensor {
    const { maxNodes, features } = this.shape;
    const batch = inputs.shape[0]!;
    const { graph, alive, counts } = joined(inputs, this.shape);
    const hears = this.convolutions[0] instanceof GCNConv ? gcnNorm(graph) : withSelfLoops(graph);
    const said = [inputs.slice(1, 2, 2 + maxNodes * features).reshape([batch * maxNodes, features])];
    for (const layer of this.convolutions) said.push(layer.forward(said.at(-1)!, hears).relu());
    // Places without a node are 0 like what a ReLU says at least, so that neither pool hears of them.
    const pooled = this.nodes.forward(cat(said, 1), 'relu').mul(alive).reshape([batch, maxNodes, this.size]);
    return this.readout === 'max' ? pooled.max(1).values : pooled.sum(1).div(counts);
  }
}

/** Where the parts of a graph lie in encoded observations. */
interface GraphShape {
  maxNodes: number;
  maxEdges: number;
  /** Numbers per node. */
  features: number;
  /** Numbers per edge, and whether they are weights. */
  edgeFeatures: number;
  weighted: boolean;
}

function graphShape(space: Space, layer: 'gcn' | 'gat'): GraphShape {
  if (!(space instanceof Graph) || !space.hasFixedSize) {
    throw new UserError(
      `features: graph reads a Graph of bounded size, such as new Graph({ nodeSpace, edgeSpace, maxNodes: 12, maxEdges: 40 }); got ${space}.`,
    );
  }
  const { bounds, nodeSpace, edgeSpace } = space as AnyGraph;
  const edgeFeatures = edgeSpace?.flatdim ?? 0;
  const weighted = edgeSpace instanceof Box;
  const isWeight = weighted && layer === 'gcn' && edgeFeatures === 1 && edgeSpace.low[0]! >= 0;
  if (edgeSpace !== null && !isWeight && !(edgeFeatures === 1 && !weighted)) {
    throw new UserError(
      'features: graph layers read edges that are all alike, Discrete(1), or (layer gcn) have a weight, a Box of one number ' +
        `≥ 0; got ${edgeSpace} with layer ${layer}. Tell what edges are like in the features of their nodes.`,
    );
  }
  return { ...bounds!, features: nodeSpace.flatdim, edgeFeatures, weighted };
}

/** All graphs of a batch as one that falls into parts, and which places hold nodes. */
function joined(inputs: Tensor, { maxNodes, maxEdges, features, edgeFeatures, weighted }: GraphShape) {
  const [batch, width] = inputs.shape as [number, number];
  const { data } = inputs;
  const nodes = batch * maxNodes;
  const alive = new Float32Array(nodes);
  const counts = new Float32Array(batch);
  const rowStarts = new Int32Array(nodes + 1);
  const edgesAt = 2 + maxNodes * features;
  const linksAt = edgesAt + maxEdges * edgeFeatures;
  for (let b = 0; b < batch; b++) {
    const at = b * width;
    counts[b] = Math.max(1, data[at]!);
    alive.fill(1, b * maxNodes, b * maxNodes + data[at]!);
    for (let e = 0; e < data[at + 1]!; e++) rowStarts[b * maxNodes + data[at + linksAt + 2 * e + 1]! + 1]!++;
  }
  for (let i = 0; i < nodes; i++) rowStarts[i + 1]! += rowStarts[i]!;
  const next = rowStarts.slice();
  const columns = new Int32Array(rowStarts[nodes]!);
  const weights = new Float32Array(columns.length).fill(1);
  for (let b = 0; b < batch; b++) {
    const at = b * width;
    for (let e = 0; e < data[at + 1]!; e++) {
      const link = at + linksAt + 2 * e;
      const place = next[b * maxNodes + data[link + 1]!]!++;
      columns[place] = b * maxNodes + data[link]!;
      if (weighted) weights[place] = data[at + edgesAt + e]!;
    }
  }
  const graph = new CsrMatrix([nodes, nodes], tensor(rowStarts), tensor(columns), tensor(weights));
  return {
    graph,
    alive: tensor(alive, { shape: [nodes, 1] }),
    counts: tensor(counts, { shape: [batch, 1] }),
  };
}

export const graph = /* @__PURE__ */ defineExtractor({
  id: 'graph',
  summary:
    'Graph layers over the nodes of a Graph of bounded size, pooled (Kipf & Welling 2017, Veličković et al. 2018)',
  schema: graphSchema,
  create: (space, options, rng) => new GraphExtractor(space, options, rng),
});
