// The shape of tuned settings: what `train` uses for an environment unless told otherwise.
import type { EnvOptions } from '../../envs/index.js';

export interface Preset {
  /** Environment steps. */
  totalSteps: number;
  /** Hyperparameters that differ from the algorithm's defaults. */
  config: Record<string, unknown>;
  /** Sub-environments stepped together; default 1. */
  numEnvs?: number;
  /** Options of the environment. */
  envOptions?: EnvOptions;
}

/** By environment id. */
export type Presets = Readonly<Record<string, Preset>>;
