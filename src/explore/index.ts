export * from './epsilon.js';
export * from './schedule.js';
