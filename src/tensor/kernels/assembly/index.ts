// Entry of the WASM modules: re-exports every kernel, one file per family.

export * from './attention';
export { gemm, gemmRows, gemmBatched, colSumAccumulate } from './gemm';
export { activationGradInPlace } from './activation';
export * from './norm';
export * from './optim';
export * from './rnn';
export { setScratch } from './scratch';
