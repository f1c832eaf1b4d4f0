// A citation graph made up on the spot: papers of some subjects that mostly cite their own, with words that hint at it.
import { UserError } from '../io/errors.js';
import { withDefaults } from '../io/options.js';
import { Generator, type Seed } from '../random/index.js';
import { type NodeDataset, nodeDataset } from './node-dataset.js';

export interface SyntheticCitationsOptions {
  /** Papers. Default 800. */
  nodes?: number;
  /** Subjects. Default 5. */
  classes?: number;
  /** Words there are; each subject has its share of them. Default 400. */
  features?: number;
  /** Words of a paper. Default 10. */
  words?: number;
  /** Probability that a word is one of the paper's subject; else it is any word. Default 0.25. */
  topicality?: number;
  /** Mean number of neighbours. Default 4. */
  degree?: number;
  /** Probability that a citation stays within the subject; else it goes to any paper. Default 0.8. */
  homophily?: number;
  /** Papers of each subject to train with; half of the others validate, half test. Default 20. */
  trainPerClass?: number;
  /** Default: fresh entropy. */
  seed?: Seed;
}

const DEFAULTS = {
  nodes: 800,
  classes: 5,
  features: 400,
  words: 10,
  topicality: 0.25,
  degree: 4,
  homophily: 0.8,
  trainPerClass: 20,
  seed: undefined as Seed | undefined,
};

/**
 * A planted partition (Condon & Karp 2001) with words. Words alone tell the subject of some papers, words of neighbours
 * that of most: what graph networks are for.
 *
 * @throws UserError when sizes do not fit one another.
 * @example const data = syntheticCitations({ seed: 1 });
 */
export function syntheticCitations(options: SyntheticCitationsOptions = {}): NodeDataset {
  const settings = withDefaults('syntheticCitations', options, DEFAULTS);
  const { nodes, classes, features, words, topicality, degree, homophily, trainPerClass, seed } = settings;
  const trained = classes * trainPerClass;
  if (!(trained * 2 <= nodes) || !(features >= classes) || !(words >= 1)) {
    throw new UserError(
      `syntheticCitations: expected at least twice as many nodes as are trained with (${classes} x ${trainPerClass}), a ` +
        `word for each class and for each paper; got ${nodes} nodes, ${features} features and ${words} words.`,
    );
  }
  const rng = new Generator(seed);
  // Classes in turn, so that the first nodes, which train, are of all classes.
  const labels = Int32Array.from({ length: nodes }, (_, i) => i % classes);
  const ofClass = (label: number, among: number) =>
    label + classes * rng.integers(0, Math.ceil((among - label) / classes));

  const lists = Array.from(labels, (label) => {
    const chosen = Array.from({ length: words }, () =>
      rng.random() < topicality ? ofClass(label, features) : rng.integers(0, features),
    );
    return [...new Set(chosen)].sort((a, b) => a - b);
  });
  const edges = new Map<number, [number, number]>();
  for (let e = 0; e < (nodes * degree) / 2; e++) {
    const from = rng.integers(0, nodes);
    const to = rng.random() < homophily ? ofClass(labels[from]!, nodes) : rng.integers(0, nodes);
    const [a, b] = [Math.min(from, to), Math.max(from, to)];
    if (a !== b) edges.set(a * nodes + b, [a, b]);
  }
  const order = Int32Array.from({ length: nodes }, (_, i) => i);
  const half = trained + Math.floor((nodes - trained) / 2);
  return nodeDataset({
    ...{ labels, classes, features },
    featureIndex: lists.flat(),
    featureCount: lists.map((list) => list.length),
    edges: [...edges.values()],
    split: {
      train: order.slice(0, trained),
      validation: order.slice(trained, half),
      test: order.slice(half),
    },
  });
}
