// What others publish for the same environments and numbers of steps.

/**
 * Mean return of one trained agent each in rl-zoo3's `benchmark.md` (deterministic policy, about 150,000 evaluation
 * steps), and the environment steps it was trained for. LunarLander's are of its version 2.
 */
export const RL_ZOO3: Readonly<Record<string, Readonly<Record<string, { mean: number; steps: number }>>>> = {
  dqn: {
    'CartPole-v1': { mean: 500, steps: 50_000 },
    'Acrobot-v1': { mean: -76.6, steps: 100_000 },
    'MountainCar-v0': { mean: -100.8, steps: 120_000 },
    'LunarLander-v3': { mean: 154.4, steps: 100_000 },
  },
  qrdqn: {
    'CartPole-v1': { mean: 500, steps: 50_000 },
    'Acrobot-v1': { mean: -69.1, steps: 100_000 },
    'MountainCar-v0': { mean: -106, steps: 120_000 },
    'LunarLander-v3': { mean: 70.2, steps: 100_000 },
  },
  ddpg: {
    'Pendulum-v1': { mean: -152.1, steps: 20_000 },
    'MountainCarContinuous-v0': { mean: 93.5, steps: 300_000 },
    'LunarLanderContinuous-v3': { mean: 230.2, steps: 300_000 },
  },
  td3: {
    'Pendulum-v1': { mean: -151.9, steps: 20_000 },
    'MountainCarContinuous-v0': { mean: 93.5, steps: 300_000 },
    'LunarLanderContinuous-v3': { mean: 207.5, steps: 300_000 },
  },
  sac: {
    'Pendulum-v1': { mean: -157, steps: 20_000 },
    'MountainCarContinuous-v0': { mean: 94.7, steps: 50_000 },
    'LunarLanderContinuous-v3': { mean: 260.4, steps: 500_000 },
  },
  tqc: {
    'Pendulum-v1': { mean: -151.3, steps: 20_000 },
    'LunarLanderContinuous-v3': { mean: 278, steps: 500_000 },
  },
  ppo: {
    'CartPole-v1': { mean: 500, steps: 100_000 },
    'Acrobot-v1': { mean: -73.5, steps: 1_000_000 },
    'MountainCar-v0': { mean: -110.4, steps: 1_000_000 },
    'MountainCarContinuous-v0': { mean: 88.3, steps: 20_000 },
    'Pendulum-v1': { mean: -172.2, steps: 100_000 },
    'LunarLanderContinuous-v3': { mean: 270.9, steps: 1_000_000 },
  },
  a2c: {
    'CartPole-v1': { mean: 500, steps: 500_000 },
    'Acrobot-v1': { mean: -83.4, steps: 500_000 },
    'MountainCar-v0': { mean: -111.3, steps: 1_000_000 },
    'MountainCarContinuous-v0': { mean: 91.2, steps: 100_000 },
    'Pendulum-v1': { mean: -163, steps: 1_000_000 },
  },
};
