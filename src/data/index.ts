// Data to learn from without an environment: batches of arrays, images, graphs.
export { type ArrayColumn, ArrayDataset } from './array-dataset.js';
export { randomAffine, randomSpots, transformImage } from './augmentations.js';
export { loadCora, parseCora } from './cora.js';
export {
  type Augmentation,
  DataLoader,
  type DataLoaderOptions,
  type DataLoaderState,
} from './data-loader.js';
export { type IdxArray, type IdxData, loadIdx, parseIdx } from './idx.js';
export { binaryFeatures, type NodeDataset, type NodeSplit, randomNodeSplit } from './node-dataset.js';
export {
  type NodeTrainingOptions,
  type NodeTrainingResult,
  nodeAccuracy,
  trainNodeClassifier,
} from './node-training.js';
export { type DigitParts, sampleDigits } from './sample-digits.js';
export { type SyntheticCitationsOptions, syntheticCitations } from './synthetic-citations.js';
