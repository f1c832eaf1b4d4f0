// Hyperparameters that decide what networks are made of: a run that begins with the weights of another has them too.
import type { RunConfig } from './run-config-schema.js';

/** Those of all algorithms; what is not here changes no weight's shape, and not what the weights mean. */
const NETWORK_KEYS = [
  ...['hiddenSizes', 'criticHiddenSizes', 'activation', 'valueActivation', 'outputActivation', 'features'],
  ...['normalizeObservations', 'stateNorm', 'dueling', 'noisy', 'noisySigma', 'quantiles', 'cosines'],
  ...['atoms', 'vMin', 'vMax', 'nCritics', 'criticActionLayer', 'shareFeatures', 'sharedNetwork'],
  ...['actionStd', 'squashActions', 'cell', 'memorySize', 'criticMemory', 'layers', 'heads', 'memoryLength'],
];

/** Settings of the networks of a run; none of a run of another algorithm, which nothing can begin with. */
export function networkSettings({ algo, config }: RunConfig, wanted: string): Record<string, unknown> {
  if (algo !== wanted) return {};
  return Object.fromEntries(Object.entries(config).filter(([key]) => NETWORK_KEYS.includes(key)));
}
