// The vector forms of environments that come with the project. They are apart from the definitions, so that programs
// with single environments do not hold them.
import { AcrobotRows } from '../classic-control/acrobot-dynamics.js';
import { POSITIONS } from '../classic-control/cartpole.js';
import { CartPoleRows } from '../classic-control/cartpole-dynamics.js';
import { MountainCarContinuousRows } from '../classic-control/mountain-car-continuous-dynamics.js';
import { MountainCarRows } from '../classic-control/mountain-car-dynamics.js';
import { DIRECTION } from '../classic-control/pendulum.js';
import { PendulumRows } from '../classic-control/pendulum-dynamics.js';
import { CueMemoryRows } from '../cue-memory-rows.js';
import type { VectorSettings } from '../define-env.js';
import { GridworldRows } from '../gridworld/gridworld-rows.js';
import { BlackjackRows } from '../toy-text/blackjack-rows.js';
import { CliffWalking } from '../toy-text/cliff-walking.js';
import { FrozenLake } from '../toy-text/frozen-lake.js';
import { TabularRows } from '../toy-text/tabular-rows.js';
import { Taxi } from '../toy-text/taxi.js';
import { TaxiRows } from '../toy-text/taxi-rows.js';
import type { WorldRows } from './seeded-rows.js';
import { SelectedRows } from './selected-rows.js';

/** Rows of an environment with these settings; `undefined` for options that they are not made for. */
// biome-ignore lint/suspicious/noExplicitAny: each is given the options of its own environment
type Form = (settings: VectorSettings<any>) => WorldRows | undefined;

const cartPole: Form = (settings) => new CartPoleRows(settings);
const cliffWalking: Form = ({ numEnvs, options }) => new TabularRows(numEnvs, new CliffWalking(options));
const gridworld: Form = (settings) => new GridworldRows(settings);
const frozenLake: Form = ({ numEnvs, options }) => {
  // Random maps differ from row to row.
  if (options.desc === null && options.mapName === null) return undefined;
  return new TabularRows(numEnvs, new FrozenLake(options));
};

/** By id. */
export const ourForms: Readonly<Record<string, Form>> = {
  'CartPole-v0': cartPole,
  'CartPole-v1': cartPole,
  'CartPoleNoVel-v1': (settings) => new SelectedRows(new CartPoleRows(settings), POSITIONS),
  'MountainCar-v0': (settings) => new MountainCarRows(settings),
  'MountainCarContinuous-v0': (settings) => new MountainCarContinuousRows(settings),
  'Acrobot-v1': (settings) => new AcrobotRows(settings),
  'Pendulum-v1': (settings) => new PendulumRows(settings),
  'PendulumNoVel-v1': (settings) => new SelectedRows(new PendulumRows(settings), DIRECTION),
  'FrozenLake-v1': frozenLake,
  'FrozenLake8x8-v1': frozenLake,
  'CliffWalking-v1': cliffWalking,
  'CliffWalkingSlippery-v1': cliffWalking,
  'Taxi-v4': (settings) => new TaxiRows(settings, new Taxi(settings.options)),
  'Blackjack-v1': (settings) => new BlackjackRows(settings),
  'Gridworld-v0': gridworld,
  'GridworldPlayer-v0': gridworld,
  'GridworldRandom-v0': gridworld,
  'CueMemory-v0': (settings) => new CueMemoryRows(settings),
};
