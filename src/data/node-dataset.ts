// Graphs whose nodes are to be classified, as in citation networks: papers with words, links between them, subjects.
import { UserError } from '../io/errors.js';
import { Generator } from '../random/index.js';
import { CsrMatrix, type Tensor, tensor } from '../tensor/index.js';

export interface NodeDataset {
  /** [nodes, features]; the features of a node add up to 1. */
  features: CsrMatrix;
  /** [nodes, nodes], symmetric: row i holds the neighbours of node i. */
  graph: CsrMatrix;
  /** int32 [nodes], each from 0 to classes - 1. */
  labels: Tensor;
  classes: number;
  split: NodeSplit;
}

/** Which nodes serve for what, by their numbers. */
export interface NodeSplit {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/**
 * `train` nodes drawn at random; all others serve as validation and as test.
 *
 * @throws UserError when there are not more nodes than that.
 */
export function randomNodeSplit(nodes: number, train: number, rng = new Generator()): NodeSplit {
  if (!Number.isSafeInteger(train) || train < 1 || train >= nodes) {
    throw new UserError(
      `randomNodeSplit: train must be an integer from 1 to ${nodes - 1}, as some of ${nodes} nodes must be left to ` +
        `test; got ${train}.`,
    );
  }
  const order = Int32Array.from(rng.permutation(nodes));
  const rest = order.slice(train).sort();
  return { train: order.slice(0, train).sort(), validation: rest, test: rest };
}

/**
 * The same with 1 for every feature that a node has, where its shares of 1 stood: larger inputs, with which attention learns
 * sooner.
 */
export function binaryFeatures(data: NodeDataset): NodeDataset {
  const ones = tensor(new Float32Array(data.features.values.size).fill(1));
  return { ...data, features: data.features.withValues(ones) };
}

/** What nodes are made of before they become matrices. @internal */
export interface NodeLists {
  labels: Int32Array;
  classes: number;
  features: number;
  /** The features that each node has, one list after the other, and how many each has. */
  featureIndex: ArrayLike<number>;
  featureCount: ArrayLike<number>;
  /** Both ends of each edge, once. */
  edges: readonly (readonly [number, number])[];
  split: NodeSplit;
}

/** @internal */
export function nodeDataset(lists: NodeLists): NodeDataset {
  const { labels, classes, features, featureIndex, featureCount, edges, split } = lists;
  const nodes = labels.length;
  const rowStarts = new Int32Array(nodes + 1);
  const values = new Float32Array(featureIndex.length);
  for (let i = 0; i < nodes; i++) {
    rowStarts[i + 1] = rowStarts[i]! + featureCount[i]!;
    values.fill(1 / featureCount[i]!, rowStarts[i]!, rowStarts[i + 1]!);
  }
  const columns = Int32Array.from(featureIndex);
  return {
    features: new CsrMatrix([nodes, features], tensor(rowStarts), tensor(columns), tensor(values)),
    graph: CsrMatrix.fromEdges([nodes, nodes], [...edges, ...edges.map(([a, b]) => [b, a] as const)]),
    labels: tensor(labels),
    classes,
    split,
  };
}
