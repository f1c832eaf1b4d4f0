export * from './activation.js';
export * from './basic.js';
export * from './distributions/index.js';
export * as init from './init.js';
export { type LayerOptions, Linear } from './linear.js';
export * from './loss.js';
export * from './module.js';
export { Parameter } from './parameter.js';
export * from './sequential.js';
