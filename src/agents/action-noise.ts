// Noise on the actions of a policy, as its hyperparameters ask for it.
import {
  type ActionNoise,
  NormalNoise,
  OrnsteinUhlenbeckNoise,
  type ScheduleSpec,
} from '../explore/index.js';
import type { ReadRules } from './config.js';

/** Hyperparameters of action noise (`continuousShape`). */
export interface ActionNoiseConfig {
  actionNoise: 'none' | 'normal' | 'ornstein-uhlenbeck';
  noiseSigma: ScheduleSpec;
  noiseTheta: number;
  noiseDt: number;
}

/** @param size numbers per action */
export function makeActionNoise(
  { actionNoise, noiseTheta: theta, noiseDt: dt }: ActionNoiseConfig,
  numEnvs: number,
  size: number,
): ActionNoise | undefined {
  if (actionNoise === 'normal') return new NormalNoise();
  if (actionNoise === 'none') return undefined;
  return new OrnsteinUhlenbeckNoise({ numEnvs, size, theta, dt });
}

/** Which hyperparameters count. */
export function noiseRules({ actionNoise }: ActionNoiseConfig): ReadRules {
  const isProcess = actionNoise === 'ornstein-uhlenbeck';
  return {
    noiseSigma: [actionNoise !== 'none', 'actionNoise'],
    noiseTheta: [isProcess, 'actionNoise "ornstein-uhlenbeck"'],
    noiseDt: [isProcess, 'actionNoise "ornstein-uhlenbeck"'],
  };
}
