// Papers of a made-up citation graph, and how well a graph network learns their subjects.

import {
  type NodeDataset,
  randomNodeSplit,
  syntheticCitations,
  trainNodeClassifier,
} from '../../data/index.js';
import { GCN, type NodeClassifier } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import type { PlotOptions } from '../../report/index.js';
import { CsrMatrix } from '../../tensor/index.js';

/** As many papers, words, subjects and citations as Cora has, or fewer; without citations nobody is anybody's neighbour. */
export function papers({ nodes, classes, features }: Sizes, cites: boolean): NodeDataset {
  const data = syntheticCitations({ nodes, classes, features, seed: 1 });
  return cites ? data : { ...data, graph: CsrMatrix.fromEdges([nodes, nodes], []) };
}

export interface Sizes {
  nodes: number;
  classes: number;
  features: number;
}

/** Graph convolution as the course has it: 16 hidden units. */
export function convolution({ features, classes }: Sizes, seed: number): GCN {
  return new GCN(features, 16, classes, { rng: new Generator(seed) });
}

/** The setting of the course: 140 papers drawn at random to learn from, all others to test with, 100 epochs. */
export function learnt(network: NodeClassifier, data: NodeDataset, seed: number) {
  const split = randomNodeSplit(data.labels.size, 140, new Generator(seed));
  const began = performance.now();
  const { losses, accuracy } = trainNodeClassifier(network, data, { epochs: 100, split });
  return { losses, test: accuracy.test, milliseconds: (performance.now() - began) / 100 };
}

/** The loss of every epoch, a curve per seed. */
export function lossCurves(
  runs: readonly { losses: readonly number[] }[],
  seeds: readonly number[],
): PlotOptions {
  return {
    title: 'Cross-entropy of the 140 papers',
    xLabel: 'epoch',
    series: runs.map(({ losses }, i) => ({
      label: `seed ${seeds[i]}`,
      x: losses.map((_, epoch) => epoch),
      y: [...losses],
    })),
  };
}
