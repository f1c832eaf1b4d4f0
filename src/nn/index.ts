export * from './activation.js';
export {
  type AttentionMasks,
  causalMask,
  type ScaledDotProductOptions,
  scaledDotProductAttention,
} from './attention.js';
export * from './basic.js';
export * from './batch-renorm.js';
export { Conv1d, Conv2d, type ConvLayerOptions, ConvTranspose2d } from './conv.js';
export * from './distributions/index.js';
export { GatedTransformerLayer, type GatedTransformerOptions, GRUGate } from './gated-transformer.js';
export { glimpse, type Retina } from './glimpse.js';
export {
  GlimpseClassifier,
  type GlimpseClassifierOptions,
  type Looked,
  scoreFunctionLoss,
} from './glimpse-classifier.js';
export { GATConv, type GATConvOptions } from './graph-attention.js';
export { GCNConv, type GCNConvOptions, gcnNorm, type NodeFeatures, withSelfLoops } from './graph-conv.js';
export { GAT, type GATOptions, GCN, type GCNOptions, type NodeClassifier } from './graph-models.js';
export * as init from './init.js';
export { type LayerOptions, Linear } from './linear.js';
export {
  eluPlusOne,
  type FeatureMap,
  LinearAttention,
  type LinearAttentionOptions,
  linearAttention,
} from './linear-attention.js';
export * from './loss.js';
export { LowRankAttention, type SingularFactors } from './low-rank-attention.js';
export { type Layer, Module, type NamedArray, persistent, type StateDict } from './module.js';
export * from './multihead-attention.js';
export { NoisyLinear, type NoisyLinearOptions } from './noisy-linear.js';
export * from './norm.js';
export type { AttentionKind } from './pair-scores.js';
export { Parameter } from './parameter.js';
export * from './pool.js';
export * from './positional.js';
export { GRU, LSTM, type LSTMState, type RecurrentOptions, RNN, type SequenceOptions } from './recurrent.js';
export * from './recurrent-cells.js';
export { cellsOf, placesOf, RelationalModule, type RelationalModuleOptions } from './relational.js';
export { RelationalClassifier, type RelationalClassifierOptions } from './relational-classifier.js';
export { RelativeAttention } from './relative-attention.js';
export { type LoadSafetensorsOptions, loadSafetensors, saveSafetensors } from './safetensors.js';
export * from './sequential.js';
export { summary } from './summary.js';
export * from './transformer.js';
