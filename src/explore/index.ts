export * from './epsilon.js';
export * from './noise.js';
export * from './schedule.js';
