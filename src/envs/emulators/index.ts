// Environments on emulated consoles: importing this defines them. The emulators are loaded when one is made.
export { Crossing, type CrossingOptions } from './crossing.js';
export { Runner, type RunnerOptions } from './runner.js';
export type { RunnerInfo } from './runner-memory.js';
