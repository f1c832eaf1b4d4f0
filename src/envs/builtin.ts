// The environments that come with the project, in the order of lists. Each is defined beside its class.
import { acrobotV1 } from './classic-control/acrobot.js';
import { cartPoleNoVelV1, cartPoleV0, cartPoleV1 } from './classic-control/cartpole.js';
import { mountainCarV0 } from './classic-control/mountain-car.js';
import { mountainCarContinuousV0 } from './classic-control/mountain-car-continuous.js';
import { pendulumNoVelV1, pendulumV1 } from './classic-control/pendulum.js';
import { cueMemoryV0 } from './cue-memory.js';
import type { EnvDefinition } from './define-env.js';
import { gridworldPlayerV0, gridworldRandomV0, gridworldV0 } from './gridworld/gridworld.js';
import { identityBoxV0, identityMultiBinaryV0, identityMultiDiscreteV0, identityV0 } from './identity.js';
import { blackjackV1 } from './toy-text/blackjack.js';
import { cliffWalkingSlipperyV1, cliffWalkingV1 } from './toy-text/cliff-walking.js';
import { frozenLake8x8V1, frozenLakeV1 } from './toy-text/frozen-lake.js';
import { taxiV4 } from './toy-text/taxi.js';

export const builtin = [
  cartPoleV0,
  cartPoleV1,
  cartPoleNoVelV1,
  mountainCarV0,
  mountainCarContinuousV0,
  acrobotV1,
  pendulumV1,
  pendulumNoVelV1,
  frozenLakeV1,
  frozenLake8x8V1,
  cliffWalkingV1,
  cliffWalkingSlipperyV1,
  taxiV4,
  blackjackV1,
  gridworldV0,
  gridworldPlayerV0,
  gridworldRandomV0,
  cueMemoryV0,
  identityV0,
  identityMultiDiscreteV0,
  identityMultiBinaryV0,
  identityBoxV0,
] as unknown as readonly EnvDefinition[];
