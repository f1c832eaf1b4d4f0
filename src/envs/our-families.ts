// The families of environments that come with the project. What importing them
// means stands in `family-imports.ts`, so that pages that only `make` do not hold them.
import type { EnvFamily } from './families.js';

export const ourFamilies: readonly EnvFamily[] = [
  {
    prefixes: ['FourRooms-', 'Ising1D-', 'Ising2D-', 'NoisyTV-', 'Routing-', 'WindyGrid-'],
    description:
      'Small worlds of books: rooms, magnets, wind, a screen full of noise; and networks to route through.',
    entry: 'trainyard/envs/small-worlds',
  },
  {
    prefixes: [
      'GaussianBandit-',
      'NonstationaryBandit-',
      'BernoulliBandit-',
      'AdPlacement-',
      'LinearBandit-',
    ],
    description: 'Bandits: arms that pay around their mean, alone or in contexts, and how much was missed.',
    entry: 'trainyard/envs/bandits',
  },
  {
    prefixes: ['BitFlipping-', 'PointReach-'],
    description: 'Goals in the observation, rewards only where they are reached: worlds for hindsight.',
    entry: 'trainyard/envs/goals',
  },
  {
    prefixes: ['MinAtar/'],
    description: 'Five Atari games on a grid of 10 x 10 cells.',
    entry: 'trainyard/envs/minatar',
  },
  {
    prefixes: ['LunarLander', 'BipedalWalker'],
    description: 'Rigid bodies that land and walk (Box2D).',
    entry: 'trainyard/envs/box2d',
    peers: ['planck@1.5.0'],
  },
  {
    prefixes: ['MiniGrid-'],
    description: 'Grids of rooms, doors and keys, seen in part, with a mission (MiniGrid).',
    entry: 'trainyard/envs/minigrid',
  },
  {
    prefixes: ['TicTacToe-', 'ConnectFour-'],
    description: 'Board games against an opponent, one side of worlds with many agents (PettingZoo).',
    entry: 'trainyard/envs/multi',
  },
  {
    prefixes: [
      ...['Ant-', 'HalfCheetah-', 'Hopper-', 'Humanoid-', 'Walker2d-', 'Swimmer-'],
      ...['InvertedPendulum-', 'InvertedDoublePendulum-', 'Reacher-', 'Pusher-'],
    ],
    description: "Gymnasium's MuJoCo worlds: bodies that run, hop, walk, swim, balance, reach and push.",
    entry: 'trainyard/envs/mujoco',
    peers: ['@mujoco/mujoco@3.14.0'],
  },
  {
    prefixes: ['Runner-', 'CrossingRam-', 'Crossing-'],
    description: 'Two games of our own on emulated consoles: a NES platformer, an Atari 2600 road to cross.',
    entry: 'trainyard/envs/emulators',
    peers: ['jsnes@3.0.0', '6502.ts@1.1.4'],
  },
];
