// Spaces describe the observations and actions of environments, as in Gymnasium.
export { Box, type BoxOptions } from './box.js';
export { Dict, type DictValue } from './dict.js';
export { Discrete, type DiscreteSampleOptions } from './discrete.js';
export { spaceFromJSON } from './from-json.js';
export { MultiBinary } from './multi-binary.js';
export { MultiDiscrete } from './multi-discrete.js';
export { isNumeric } from './packing.js';
export {
  allocatePacked,
  type NumericArray,
  type PackedArray,
  type PackedType,
  type SampleOptions,
  Space,
} from './space.js';
export { Tuple, type TupleValue } from './tuple.js';
