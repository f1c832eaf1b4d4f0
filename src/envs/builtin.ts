// Registers the environments that come with the project.
import { CartPole } from './classic-control/cartpole.js';
import type { Env } from './env.js';
import { register } from './registry.js';
import { CartPoleVectorEnv } from './vector/cartpole-vector-env.js';

declare module './registry.js' {
  interface EnvTypes {
    'CartPole-v0': Env<Float32Array, number>;
    'CartPole-v1': Env<Float32Array, number>;
  }
}

const cartPole = {
  description: 'Keep a pole upright on a cart by pushing it left or right.',
  options: { suttonBartoReward: false },
  create: (options: object) => new CartPole(options),
  createVector: (settings: ConstructorParameters<typeof CartPoleVectorEnv>[0]) =>
    new CartPoleVectorEnv(settings),
};
register({ id: 'CartPole-v0', maxEpisodeSteps: 200, rewardThreshold: 195, ...cartPole });
register({ id: 'CartPole-v1', maxEpisodeSteps: 500, rewardThreshold: 475, ...cartPole });
