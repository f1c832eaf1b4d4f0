// Entry of the WASM modules: re-exports every kernel, one file per family.

export * from './attention';
export * from './binary';
export * from './conv';
export * from './copy';
export * from './elementwise';
export { gemm, gemmRows, gemmBatched, colSumAccumulate } from './gemm';
export { activationGradInPlace } from './activation';
export * from './indexing';
export { linearGrad } from './linear';
export * from './norm';
export * from './optim';
export * from './reduce';
export * from './pool';
export * from './rnn';
export * from './sparse';
export { setScratch } from './scratch';
export * from './softmax';
