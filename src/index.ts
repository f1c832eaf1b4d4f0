// Everything that runs in Node and in the browser. Training runs in folders, reports and worker threads need Node:
// `trainyard/train`, `trainyard/report`, `trainyard/parallel`.
export * from './agents/index.js';
export * from './envs/index.js';
export * from './evaluate/index.js';
export * from './explore/index.js';
export { UserError } from './io/errors.js';
export { readSafetensors, writeSafetensors } from './io/safetensors.js';
export * from './memory/index.js';
export * from './nn/index.js';
export * from './optim/index.js';
export * from './random/index.js';
export * from './spaces/index.js';
export type { Shape } from './tensor/index.js';
export * from './tensor/index.js';
