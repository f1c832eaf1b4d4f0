// Entry of the WASM modules: re-exports every kernel, one file per family.

export * from './optim';
export { setScratch } from './scratch';
