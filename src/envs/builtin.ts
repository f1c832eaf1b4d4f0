// Registers the environments that come with the project.
import { Acrobot } from './classic-control/acrobot.js';
import { CartPole } from './classic-control/cartpole.js';
import { MountainCar } from './classic-control/mountain-car.js';
import { MountainCarContinuous } from './classic-control/mountain-car-continuous.js';
import { Pendulum } from './classic-control/pendulum.js';
import { CueMemory } from './cue-memory.js';
import type { Env } from './env.js';
import { Gridworld } from './gridworld/gridworld.js';
import { IdentityEnv, IdentityEnvBox, IdentityEnvMultiBinary, IdentityEnvMultiDiscrete } from './identity.js';
import { register } from './registry.js';
import { Blackjack, type BlackjackObservation } from './toy-text/blackjack.js';
import { CliffWalking } from './toy-text/cliff-walking.js';
import { FrozenLake } from './toy-text/frozen-lake.js';
import { Taxi } from './toy-text/taxi.js';
import { CartPoleVectorEnv } from './vector/cartpole-vector-env.js';
import { SelectObservation } from './wrappers/select-observation.js';

declare module './registry.js' {
  interface EnvTypes {
    'CartPole-v0': Env<Float32Array, number>;
    'CartPole-v1': Env<Float32Array, number>;
    'CartPoleNoVel-v1': Env<Float32Array, number>;
    'MountainCar-v0': Env<Float32Array, number>;
    'MountainCarContinuous-v0': Env<Float32Array, Float32Array>;
    'Acrobot-v1': Env<Float32Array, number>;
    'Pendulum-v1': Env<Float32Array, Float32Array>;
    'PendulumNoVel-v1': Env<Float32Array, Float32Array>;
    'FrozenLake-v1': Env<number, number>;
    'FrozenLake8x8-v1': Env<number, number>;
    'CliffWalking-v1': Env<number, number>;
    'CliffWalkingSlippery-v1': Env<number, number>;
    'Taxi-v4': Env<number, number>;
    'Blackjack-v1': Env<BlackjackObservation, number>;
    'Gridworld-v0': Env<Uint8Array, number>;
    'GridworldPlayer-v0': Env<Uint8Array, number>;
    'GridworldRandom-v0': Env<Uint8Array, number>;
    'CueMemory-v0': Env<number, number>;
    'Identity-v0': Env<number, number>;
    'IdentityMultiDiscrete-v0': Env<Int32Array, Int32Array>;
    'IdentityMultiBinary-v0': Env<Uint8Array, Uint8Array>;
    'IdentityBox-v0': Env<Float32Array, Float32Array>;
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
register({
  id: 'CartPoleNoVel-v1',
  description: 'CartPole with positions only: velocities must be remembered from step to step.',
  maxEpisodeSteps: 500,
  rewardThreshold: 475,
  options: { suttonBartoReward: false },
  create: (options) => new SelectObservation(new CartPole(options), [0, 2]),
});
register({
  id: 'MountainCar-v0',
  description: 'Swing an underpowered car out of a valley.',
  maxEpisodeSteps: 200,
  rewardThreshold: -110,
  options: { goalVelocity: 0 },
  create: (options) => new MountainCar(options),
});
register({
  id: 'MountainCarContinuous-v0',
  description: 'The same with a throttle that costs.',
  maxEpisodeSteps: 999,
  rewardThreshold: 90,
  options: { goalVelocity: 0 },
  create: (options) => new MountainCarContinuous(options),
});
register({
  id: 'Acrobot-v1',
  description: 'Swing the tip of a two-link chain above a line.',
  maxEpisodeSteps: 500,
  rewardThreshold: -100,
  options: { bookOrNips: 'book' },
  create: (options) => new Acrobot(options),
});
register({
  id: 'Pendulum-v1',
  description: 'Swing a pendulum up with a weak motor and hold it there.',
  maxEpisodeSteps: 200,
  options: { g: 10 },
  create: (options) => new Pendulum(options),
});
register({
  id: 'PendulumNoVel-v1',
  description: 'Pendulum with its angle only: the velocity must be remembered from step to step.',
  maxEpisodeSteps: 200,
  options: { g: 10 },
  create: (options) => new SelectObservation(new Pendulum(options), [0, 1]),
});
const frozenLake = {
  options: { desc: null, mapName: '4x4', isSlippery: true, successRate: 1 / 3, rewardSchedule: [1, 0, 0] },
  create: (options: object) => new FrozenLake(options),
};
register({
  ...frozenLake,
  id: 'FrozenLake-v1',
  description: 'Cross a slippery frozen lake without falling into a hole.',
  maxEpisodeSteps: 100,
  rewardThreshold: 0.7,
});
register({
  ...frozenLake,
  id: 'FrozenLake8x8-v1',
  description: 'The same on a lake of 8 x 8.',
  maxEpisodeSteps: 200,
  rewardThreshold: 0.85,
  options: { ...frozenLake.options, mapName: '8x8' },
});
const cliffWalking = {
  description: 'Walk along the edge of a cliff to the goal.',
  create: (options: object) => new CliffWalking(options),
};
register({ ...cliffWalking, id: 'CliffWalking-v1', options: { isSlippery: false } });
register({ ...cliffWalking, id: 'CliffWalkingSlippery-v1', options: { isSlippery: true } });
register({
  id: 'Taxi-v4',
  description: 'Fetch a passenger and bring it where it wants to go.',
  maxEpisodeSteps: 200,
  rewardThreshold: 8,
  options: { isRainy: false, rainyProbability: 0.8, ficklePassenger: false, fickleProbability: 0.3 },
  create: (options) => new Taxi(options),
});
register({
  id: 'Blackjack-v1',
  description: "Beat the dealer's hand without going over 21.",
  options: { natural: false, sab: true },
  create: (options) => new Blackjack(options),
});
const gridworld = { maxEpisodeSteps: 50, create: (options: object) => new Gridworld(options) };
const gridworldOptions = { mode: 'static', rewards: 'stepCost', size: 4 };
register({
  ...gridworld,
  id: 'Gridworld-v0',
  description: 'Walk past a wall and a pit to the goal.',
  options: gridworldOptions,
});
register({
  ...gridworld,
  id: 'GridworldPlayer-v0',
  description: 'The same, starting anywhere.',
  options: { ...gridworldOptions, mode: 'player' },
});
register({
  ...gridworld,
  id: 'GridworldRandom-v0',
  description: 'The same with every piece anywhere.',
  options: { ...gridworldOptions, mode: 'random' },
});
register({
  id: 'CueMemory-v0',
  description: 'Remember a cue shown once and repeat it after a delay.',
  rewardThreshold: 0.95,
  options: { delay: 8, cues: 2 },
  create: (options) => new CueMemory(options),
});
const identity = { rewardThreshold: 95, options: { episodeLength: 100 } };
register({
  ...identity,
  id: 'Identity-v0',
  description: 'Repeat the number shown.',
  options: { ...identity.options, n: 2 },
  create: (options) => new IdentityEnv(options),
});
register({
  ...identity,
  id: 'IdentityMultiDiscrete-v0',
  description: 'Repeat the numbers shown.',
  options: { ...identity.options, nvec: [2, 2] },
  create: (options) => new IdentityEnvMultiDiscrete(options),
});
register({
  ...identity,
  id: 'IdentityMultiBinary-v0',
  description: 'Repeat the bits shown.',
  options: { ...identity.options, n: 2 },
  create: (options) => new IdentityEnvMultiBinary(options),
});
register({
  ...identity,
  id: 'IdentityBox-v0',
  description: 'Come close to the number shown.',
  options: { ...identity.options, low: -1, high: 1, eps: 0.05 },
  create: (options) => new IdentityEnvBox(options),
});
