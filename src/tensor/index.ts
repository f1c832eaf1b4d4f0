// The numeric engine: tensors, automatic differentiation, step-scoped memory.
import './ops/common.js';
import './ops/elementwise.js';
import './ops/binary.js';
import './ops/reduce.js';
import './ops/softmax.js';
import './ops/view.js';
import './ops/indexing.js';
import './ops/matmul.js';

export { detectAnomaly } from './anomaly.js';
export { memoryUsage } from './arena.js';
export { isRecording, noGrad } from './autograd.js';
export * from './create.js';
export { type BackendOptions, backend, backendName, setThreads, threadCount, useBackend } from './engine.js';
export { jacobian } from './jacobian.js';
export {
  avgPool2d,
  type ConvOptions,
  conv2d,
  convTranspose2d,
  maxPool2d,
  type Pair,
  type PoolOptions,
} from './ops/conv.js';
export { embedding, where } from './ops/indexing.js';
export { cat, stack } from './ops/join.js';
export { type FusedActivation, linear } from './ops/linear.js';
export { einsum, type MatmulOptions, matmul } from './ops/matmul.js';
export { groupNorm, layerNorm } from './ops/norm.js';
export type { Dims, Extreme, VarianceOptions } from './ops/reduce.js';
export { type KernelTime, profileKernels } from './profile-kernels.js';
export { RecordedStep } from './recorded-step.js';
export { reserveBytes, scaleBytes } from './scale-bytes.js';
export { endStep, scope } from './scope.js';
export type { Shape } from './shape.js';
export { CsrMatrix } from './sparse.js';
export { type DType, type NestedArray, Tensor, type TensorData } from './tensor.js';
