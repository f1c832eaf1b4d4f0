// Trains a network to classify the nodes of a graph from the few whose class is known.
import { UserError } from '../io/errors.js';
import { withDefaults } from '../io/options.js';
import { crossEntropy, type NodeClassifier } from '../nn/index.js';
import { Adam } from '../optim/index.js';
import { noGrad, scope, type Tensor, tensor } from '../tensor/index.js';
import type { NodeDataset, NodeSplit } from './node-dataset.js';

export interface NodeTrainingOptions {
  /** Gradient steps, each over the whole graph. Default 200. */
  epochs?: number;
  /** Default 0.01. */
  lr?: number;
  /** L2 penalty on all parameters. Default 5e-4. */
  weightDecay?: number;
  /** Default: that of the data. */
  split?: NodeSplit;
  /** Hears of every epoch, from 1. */
  onEpoch?: (epoch: number, loss: number) => void;
}

export interface NodeTrainingResult {
  /** Cross-entropy of the training nodes in each epoch, with dropout. */
  losses: number[];
  /** Cross-entropy of the test nodes at the end, without dropout. */
  testLoss: number;
  /** Shares of nodes that are classified right at the end, without dropout. */
  accuracy: { train: number; validation: number; test: number };
}

const DEFAULTS = {
  epochs: 200,
  lr: 0.01,
  weightDecay: 5e-4,
  split: undefined as NodeSplit | undefined,
  onEpoch: undefined as NodeTrainingOptions['onEpoch'],
};

/**
 * Adam on the cross-entropy of the training nodes, full batch (Kipf & Welling 2017, without early stopping). The network
 * is left in evaluation mode.
 *
 * @throws UserError when there are no epochs, or the split names no nodes to train with.
 * @example
 * const data = syntheticCitations({ seed: 1 });
 * const [, features] = data.features.shape;
 * const result = trainNodeClassifier(new GCN(features, 16, data.classes), data);
 * result.accuracy.test;
 */
export function trainNodeClassifier(
  network: NodeClassifier,
  data: NodeDataset,
  options: NodeTrainingOptions = {},
): NodeTrainingResult {
  const {
    epochs,
    lr,
    weightDecay,
    split = data.split,
    onEpoch,
  } = withDefaults<typeof DEFAULTS>('trainNodeClassifier', options, DEFAULTS);
  if (!Number.isSafeInteger(epochs) || epochs < 1 || split.train.length === 0) {
    throw new UserError(
      `trainNodeClassifier: expected a positive number of epochs and of training nodes, got ${epochs} and ${split.train.length}.`,
    );
  }
  const { features, graph, labels } = data;
  const [nodes, classes] = [tensor(split.train), labels.indexSelect(0, tensor(split.train)).data.slice()];
  const target = tensor(classes);
  const losses: number[] = [];
  using optimizer = new Adam(network, { lr, weightDecay });
  network.train();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const loss = crossEntropy(network.forward(features, graph).indexSelect(0, nodes), target);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.item());
    onEpoch?.(epoch, losses.at(-1)!);
  }
  network.eval();
  return scope(() =>
    noGrad(() => {
      const logits = network.forward(features, graph);
      const share = (part: Int32Array) => nodeAccuracy(logits, labels, part);
      const test = tensor(split.test);
      return {
        losses,
        testLoss: crossEntropy(logits.indexSelect(0, test), labels.indexSelect(0, test)).item(),
        accuracy: { train: share(split.train), validation: share(split.validation), test: share(split.test) },
      };
    }),
  );
}

/**
 * Share of the nodes in `part` whose largest logit is that of their class.
 *
 * @param logits [nodes, classes]
 * @param labels int32 [nodes]
 */
export function nodeAccuracy(logits: Tensor, labels: Tensor, part: Int32Array): number {
  return scope(() => {
    const chosen = logits.argmax(1).data;
    const right = part.reduce((sum, node) => sum + Number(chosen[node] === labels.data[node]), 0);
    return right / part.length;
  });
}
