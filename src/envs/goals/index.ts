// Tasks whose observations say what is wanted, rewarded only when it is achieved. Importing this defines them.
export { BitFlipping, type BitFlippingObservation, type BitFlippingOptions } from './bit-flipping.js';
export { type GoalObservation, goalSpace } from './goal-env.js';
export { PointReach, type PointReachObservation, type PointReachOptions } from './point-reach.js';
