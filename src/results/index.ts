// Tables of results over many seeds.
export { type Cell, resultsDocument } from './document.js';
export { collectResults, type ResultsOptions } from './results.js';
export type { Score, SeedJob, SeedResult } from './seed-run.js';
