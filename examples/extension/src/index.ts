// Importing this package makes everything in it known to Trainyard by name.
export * from './action-delay.js';
export * from './products.js';
export * from './return-record.js';
export * from './soft-q.js';
export * from './thermostat.js';
