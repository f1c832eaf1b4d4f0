// Tables of results over many seeds.
export { type Cell, resultsDocument } from './document.js';
export { collectRainbowParts } from './rainbow-parts.js';
export { collectResults, type ResultsOptions } from './results.js';
export type { SeedJob, SeedResult } from './seed-run.js';
export { type SeedsOptions, type SeedsResult, trainSeeds } from './seeds.js';
export { formatSummary, interquartileMean, type Summary, summarise } from './summary.js';
