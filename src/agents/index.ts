export * from './agent.js';
export { readAgentFile } from './agent-file.js';
export { parseConfig } from './config.js';
export { DQN } from './dqn/dqn.js';
export { type DQNConfig, type DQNOptions, dqnSchema } from './dqn/config.js';
export * from './registry.js';
