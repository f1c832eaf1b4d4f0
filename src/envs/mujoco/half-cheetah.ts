// HalfCheetah: run, with a body of two legs in a plane.
//
// Source: P. Wawrzyński, A cat-like robot real-time learning to run, 2009.
//
// | action | torque at (of ±gear)  |     | observation | meaning                                     |
// |--------|-----------------------|     |-------------|---------------------------------------------|
// | 0 … 2  | hind thigh, shin, foot|     | 0 … 1       | height (m), angle of the torso              |
// | 3 … 5  | fore thigh, shin, foot|     | 2 … 7       | angles of the six joints, in that order     |
//                                        | 8 … 16      | velocities of x, height, torso, six joints  |
//
// Actions are -1 … 1. With `excludeCurrentPositionsFromObservation: false`, x stands in front.
// Reward: `forwardRewardWeight` · velocity along x - `ctrlCostWeight` · Σ action².
// Start: positions uniform in ±`resetNoiseScale` round the model's pose, velocities normal of that scale.
// End: never terminated; truncated after 1000 steps. Solved at 4800.
// Arguments: `forwardRewardWeight` (1), `ctrlCostWeight` (0.1), `resetNoiseScale` (0.1),
// `excludeCurrentPositionsFromObservation` (true), `frameSkip` (5; 0.05 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14; contacts make it chaotic, so last bits grow within 50 steps.
import { type OptionValues, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { Locomotion, locomotionOptions } from './locomotion.js';
import { HALF_CHEETAH } from './models/half-cheetah.js';
import { motorKeys } from './motor-keys.js';

const OPTIONS = /* @__PURE__ */ locomotionOptions(5, { forward: 1, ctrl: 0.1, noise: 0.1 });

export type HalfCheetahOptions = Partial<OptionValues<typeof OPTIONS>>;

export class HalfCheetah extends Locomotion<OptionValues<typeof OPTIONS>> {
  protected readonly freePositions = 1;
  protected readonly view: View = { target: [0, 0, 0.55], distance: 3.2, pitch: 8, follows: true };

  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: HalfCheetahOptions = {}) {
    super(HALF_CHEETAH, readOptions('HalfCheetah', OPTIONS, options), 2);
  }

  protected override disturb(qpos: Float64Array, qvel: Float64Array): void {
    this.addUniform(qpos, this.settings.resetNoiseScale);
    this.addNormal(qvel, this.settings.resetNoiseScale);
  }
}

export const halfCheetahV5 = /* @__PURE__ */ withMujoco({
  id: 'HalfCheetah-v5',
  description: 'Run as fast as possible with a two-legged cat in a plane.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 4800,
  options: OPTIONS,
  create: (options) => new HalfCheetah(options),
  play: motorKeys(6, 1, 0.01),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'HalfCheetah-v5': typeof halfCheetahV5;
  }
}
