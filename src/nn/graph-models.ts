// Networks of two graph layers that classify nodes: those of Kipf & Welling (2017) and of Veličković et al. (2018).
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { CsrMatrix, type Tensor } from '../tensor/index.js';
import { ELU } from './activation.js';
import { Dropout } from './basic.js';
import { GATConv } from './graph-attention.js';
import { GCNConv, gcnNorm, type NodeFeatures, withSelfLoops } from './graph-conv.js';
import { type LayerOptions, NO_RNG } from './linear.js';
import { Module } from './module.js';

/** A module from features of nodes and the graph between them to logits, [nodes, classes]. */
export interface NodeClassifier extends Module {
  forward(x: NodeFeatures, graph: CsrMatrix): Tensor;
}

export interface GCNOptions extends LayerOptions {
  /** Share of the hidden numbers that is dropped while training. Default 0.5. */
  dropout?: number;
  /** Share of the features that is dropped while training. Default 0. */
  inputDropout?: number;
}

/** Graph convolution, ReLU, dropout, graph convolution. A graph is normalised once, so its weights must not change later. */
export class GCN extends Module implements NodeClassifier {
  readonly conv1: GCNConv;
  readonly conv2: GCNConv;
  private readonly drop: Dropout;
  private readonly inputDrop: Dropout;
  private readonly known = new WeakMap<CsrMatrix, CsrMatrix>();

  constructor(inChannels: number, hiddenChannels: number, outChannels: number, options: GCNOptions = {}) {
    super();
    const settings = withDefaults('GCN', options, { dropout: 0.5, inputDropout: 0, rng: NO_RNG });
    const { rng = new Generator() } = settings;
    this.conv1 = new GCNConv(inChannels, hiddenChannels, { normalize: false, rng });
    this.conv2 = new GCNConv(hiddenChannels, outChannels, { normalize: false, rng });
    this.drop = new Dropout(settings.dropout, { rng });
    this.inputDrop = new Dropout(settings.inputDropout, { rng });
  }

  override forward(x: NodeFeatures, graph: CsrMatrix): Tensor {
    const hears = remembered(this.known, graph, gcnNorm);
    const hidden = this.conv1.forward(dropFeatures(this.inputDrop, x), hears).relu();
    return this.conv2.forward(this.drop.forward(hidden), hears);
  }
}

export interface GATOptions extends LayerOptions {
  /** Heads of the first layer, side by side. Default 8. */
  heads?: number;
  /** Heads of the second layer, averaged. Default 1. */
  outHeads?: number;
  /** Share of the inputs of both layers, and of what nodes hear, that is dropped while training. Default 0.6. */
  dropout?: number;
}

/** Graph attention, ELU, graph attention, with dropout before each. */
export class GAT extends Module implements NodeClassifier {
  readonly conv1: GATConv;
  readonly conv2: GATConv;
  private readonly drop: Dropout;
  private readonly elu = new ELU();
  private readonly known = new WeakMap<CsrMatrix, CsrMatrix>();

  /** @param hiddenChannels numbers per head of the first layer */
  constructor(inChannels: number, hiddenChannels: number, outChannels: number, options: GATOptions = {}) {
    super();
    const settings = withDefaults('GAT', options, { heads: 8, outHeads: 1, dropout: 0.6, rng: NO_RNG });
    const { heads, outHeads, dropout, rng = new Generator() } = settings;
    const shared = { dropout, addSelfLoops: false, rng };
    this.conv1 = new GATConv(inChannels, hiddenChannels, { ...shared, heads });
    this.conv2 = new GATConv(heads * hiddenChannels, outChannels, {
      ...shared,
      heads: outHeads,
      concat: false,
    });
    this.drop = new Dropout(dropout, { rng });
  }

  override forward(x: NodeFeatures, graph: CsrMatrix): Tensor {
    const hears = remembered(this.known, graph, withSelfLoops);
    const hidden = this.elu.forward(this.conv1.forward(dropFeatures(this.drop, x), hears));
    return this.conv2.forward(this.drop.forward(hidden), hears);
  }
}

/** What `make` made of the graph before, or makes now. */
function remembered(
  known: WeakMap<CsrMatrix, CsrMatrix>,
  graph: CsrMatrix,
  make: (graph: CsrMatrix) => CsrMatrix,
): CsrMatrix {
  const found = known.get(graph) ?? make(graph);
  known.set(graph, found);
  return found;
}

/** Of sparse features only those that are there can be dropped. */
function dropFeatures(drop: Dropout, x: NodeFeatures): NodeFeatures {
  return x instanceof CsrMatrix ? x.withValues(drop.forward(x.values)) : drop.forward(x);
}
