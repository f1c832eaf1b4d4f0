// What chapter 7 of Zai & Brown (2020) works with, under one name: `import { dist } from 'trainyard'`.
export { DistNetwork, type DistNetworkOptions } from './network.js';
export * from './tables.js';
export { type BookTargetOptions, bookTarget, distLoss } from './target.js';
export { nearestAtom, type UpdateDistOptions, updateDist } from './update-dist.js';
