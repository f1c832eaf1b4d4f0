// Bandits: arms that pay around their mean, with and without contexts. Importing this defines them.
export { ArmBandit, type ArmBanditOptions } from './arm-bandit.js';
export { Bandit } from './bandit.js';
export { AdPlacement, BernoulliBandit, type BernoulliBanditOptions } from './bernoulli.js';
export { GaussianBandit, type GaussianBanditOptions } from './gaussian.js';
export { LinearBandit, type LinearBanditOptions } from './linear.js';
