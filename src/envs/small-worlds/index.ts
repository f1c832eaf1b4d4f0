// Small worlds of the book and of textbooks: rooms, wind, magnets, a screen full of noise, and networks to route through. Importing this defines them.
export { FOUR_ROOMS_MAP, FourRooms, type FourRoomsOptions } from './four-rooms.js';
export { Ising1D, type Ising1DOptions } from './ising-1d.js';
export { Ising2D, type Ising2DOptions } from './ising-2d.js';
export { IsingEnv } from './ising-env.js';
export { NoisyTV, type NoisyTVOptions } from './noisy-tv.js';
export { Routing, type RoutingObservation, type RoutingOptions } from './routing.js';
export { WindyGrid } from './windy-grid.js';
