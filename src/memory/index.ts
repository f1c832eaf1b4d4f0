export * from './episode-buffer.js';
export * from './replay-buffer.js';
export * from './rollout-buffer.js';
