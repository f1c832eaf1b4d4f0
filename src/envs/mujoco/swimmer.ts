// Swimmer: swim, with a snake of three links in a viscous fluid, in a plane seen from above.
//
// Source: R. Coulom, Reinforcement learning using neural networks, with applications to motor control, PhD thesis, 2002.
//
// | action | torque at (of ±gear) |     | observation | meaning                                    |
// |--------|----------------------|     |-------------|--------------------------------------------|
// | 0      | first joint          |     | 0 … 2       | angles of the head and of the two joints   |
// | 1      | second joint         |     | 3 … 7       | velocities of x, y and these three angles  |
//
// Actions are -1 … 1. With `excludeCurrentPositionsFromObservation: false`, x and y stand in front.
// Reward: `forwardRewardWeight` · velocity along x - `ctrlCostWeight` · Σ action².
// Start: positions and velocities uniform in ±`resetNoiseScale` round the model's pose.
// End: never terminated; truncated after 1000 steps. Solved at 360.
// Arguments: `forwardRewardWeight` (1), `ctrlCostWeight` (0.0001), `resetNoiseScale` (0.1),
// `excludeCurrentPositionsFromObservation` (true), `frameSkip` (4; 0.04 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { type OptionValues, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { Locomotion, locomotionOptions } from './locomotion.js';
import { SWIMMER } from './models/swimmer.js';
import { motorKeys } from './motor-keys.js';

const OPTIONS = /* @__PURE__ */ locomotionOptions(4, { forward: 1, ctrl: 1e-4, noise: 0.1 });

export type SwimmerOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Swimmer extends Locomotion<OptionValues<typeof OPTIONS>> {
  protected readonly freePositions = 2;
  protected readonly view: View = { target: [0, 0, 0], distance: 6, pitch: 55, follows: true };

  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: SwimmerOptions = {}) {
    super(SWIMMER, readOptions('Swimmer', OPTIONS, options), 2);
  }
}

export const swimmerV5 = /* @__PURE__ */ withMujoco({
  id: 'Swimmer-v5',
  description: 'Swim as fast as possible with a snake of three links.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 360,
  options: OPTIONS,
  create: (options) => new Swimmer(options),
  play: motorKeys(2, 1, 0.01),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Swimmer-v5': typeof swimmerV5;
  }
}
