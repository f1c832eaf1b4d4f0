export { A2C } from './a2c/a2c.js';
export { type A2CConfig, type A2COptions, a2cSchema } from './a2c/config.js';
export { A3C } from './a3c/a3c.js';
export { type A3CConfig, type A3COptions, a3cSchema, bookPreset as a3cBookPreset } from './a3c/config.js';
export { ActorCritic } from './actor-critic.js';
export * from './agent.js';
export { readAgentFile } from './agent-file.js';
export { parseConfig } from './config.js';
export { type DQNConfig, type DQNOptions, dqnSchema } from './dqn/config.js';
export { DQN } from './dqn/dqn.js';
export { type PPOConfig, type PPOOptions, ppoSchema } from './ppo/config.js';
export { PPO } from './ppo/ppo.js';
export {
  type RecurrentPPOConfig,
  type RecurrentPPOOptions,
  recurrentPpoSchema,
} from './recurrent-ppo/config.js';
export { RecurrentPPO } from './recurrent-ppo/recurrent-ppo.js';
export * from './registry.js';
export {
  bookPreset,
  type ReinforceConfig,
  type ReinforceOptions,
  reinforceSchema,
} from './reinforce/config.js';
export { Reinforce } from './reinforce/reinforce.js';
