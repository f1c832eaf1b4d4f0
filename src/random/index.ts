// Every random number of the project: NumPy-compatible generators and named streams from one seed.
export { type ChoiceOptions, Generator, type GeneratorState } from './generator.js';
export { GeneratorRows } from './generator-rows.js';
export { RandomState, type RandomStateState } from './random-state.js';
export { requireGenerator } from './require.js';
export { type Seed, SeedSequence } from './seed-sequence.js';
export { streams } from './streams.js';
