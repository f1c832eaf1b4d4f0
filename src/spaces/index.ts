// Spaces describe the observations and actions of environments, as in Gymnasium.
export { Box, type BoxOptions, isImage } from './box.js';
export { Dict, type DictValue } from './dict.js';
export { Discrete, type DiscreteSampleOptions } from './discrete.js';
export {
  type ArrayOf,
  allocatePacked,
  allocateSharedPacked,
  type NumericArray,
  PACKED_TYPES,
  type PackedArray,
  type PackedType,
} from './dtypes.js';
export { equalSpaces, spaceDifference } from './equal-spaces.js';
export { fits, misfit, outside } from './fit.js';
export { flattenSpace } from './flatten-space.js';
export { spaceFromJSON } from './from-json.js';
export {
  type FeatureSpace,
  type FeaturesOf,
  Graph,
  type GraphOptions,
  type GraphSampleOptions,
  type GraphValue,
  type GraphWeights,
} from './graph.js';
export type { GraphBounds } from './graph-packing.js';
export { MultiBinary, type MultiBinarySampleOptions } from './multi-binary.js';
export {
  MultiDiscrete,
  type MultiDiscreteOptions,
  type MultiDiscreteSampleOptions,
} from './multi-discrete.js';
export { OneOf, type OneOfValue } from './one-of.js';
export { packObservation } from './pack-observation.js';
export { isNumeric } from './packing.js';
export {
  Sequence,
  type SequenceSampleOptions,
  type SequenceSpaceOptions,
  type SequenceValue,
  type SequenceWeights,
} from './sequence.js';
export { type ChoiceWeights, type Leaf, type SampleOptions, Space } from './space.js';
export { Text, type TextOptions, type TextSampleOptions, type TextWeights } from './text.js';
export { Tuple, type TupleValue } from './tuple.js';
export { requireFixedSize, UnsizedSpace } from './unsized-space.js';
export { zeroOf } from './zero.js';
