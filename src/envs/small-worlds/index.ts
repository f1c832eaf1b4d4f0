// Small worlds of the book and of textbooks: magnets, rooms, wind, and a screen full of noise. Importing this defines them.
export { Ising1D, type Ising1DOptions } from './ising-1d.js';
export { Ising2D, type Ising2DOptions } from './ising-2d.js';
export { IsingEnv } from './ising-env.js';
