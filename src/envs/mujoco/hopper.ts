// Hopper: hop, on a single leg in a plane.
//
// Source: T. Erez, Y. Tassa, E. Todorov, Infinite-horizon model predictive control for periodic tasks with contacts, 2012.
//
// | action | torque at (of ±gear) |     | observation | meaning                                              |
// |--------|----------------------|     |-------------|------------------------------------------------------|
// | 0      | thigh                |     | 0 … 1       | height (m), angle of the torso                       |
// | 1      | leg                  |     | 2 … 4       | angles of thigh, leg, foot                           |
// | 2      | foot                 |     | 5 … 10      | velocities of x, height, torso, three joints, in ±10 |
//
// Actions are -1 … 1. With `excludeCurrentPositionsFromObservation: false`, x stands in front.
// Reward: `forwardRewardWeight` · velocity along x + `healthyReward` - `ctrlCostWeight` · Σ action².
// Start: positions and velocities uniform in ±`resetNoiseScale` round the model's pose.
// End: terminated (`terminateWhenUnhealthy`), and no `healthyReward`, unless the height lies in `healthyZRange`, the
// torso's angle in `healthyAngleRange` and all that is observed but x, height and clipping in `healthyStateRange`
// (bounds excluded); truncated after 1000 steps. Solved at 3800.
// Arguments: `forwardRewardWeight` (1), `ctrlCostWeight` (0.001), `healthyReward` (1), `terminateWhenUnhealthy` (true),
// `healthyStateRange` ([-100, 100]), `healthyZRange` ([0.7, Infinity]), `healthyAngleRange` ([-0.2, 0.2]),
// `resetNoiseScale` (0.005), `excludeCurrentPositionsFromObservation` (true), `frameSkip` (4; 0.008 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { type OptionValues, readOptions } from '../options.js';
import { withMujoco } from './definition.js';
import { healthOptions, isWithin, range } from './legged.js';
import { locomotionOptions } from './locomotion.js';
import { HOPPER } from './models/hopper.js';
import { motorKeys } from './motor-keys.js';
import { PlanarWalker } from './planar-walker.js';

const OPTIONS = /* @__PURE__ */ (() => ({
  ...locomotionOptions(4, { forward: 1, ctrl: 1e-3, noise: 5e-3 }),
  ...healthOptions(1, [0.7, Infinity]),
  /** Angles of the torso at which the body is healthy. */
  healthyAngleRange: range(-0.2, 0.2),
  /** Where all positions but x and height, and all velocities, must lie. */
  healthyStateRange: range(-100, 100),
}))();

export type HopperOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Hopper extends PlanarWalker<OptionValues<typeof OPTIONS>> {
  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: HopperOptions = {}) {
    super(HOPPER, readOptions('Hopper', OPTIONS, options), 3);
  }

  protected override isHealthy(): boolean {
    const isInRange = (value: number) => isWithin(this.settings.healthyStateRange, value);
    return (
      super.isHealthy() &&
      this.simulation.array('qpos').subarray(2).every(isInRange) &&
      this.simulation.array('qvel').every(isInRange)
    );
  }
}

export const hopperV5 = /* @__PURE__ */ withMujoco({
  id: 'Hopper-v5',
  description: 'Hop as fast as possible on one leg without falling.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 3800,
  options: OPTIONS,
  create: (options) => new Hopper(options),
  play: motorKeys(3, 1, 0.002),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Hopper-v5': typeof hopperV5;
  }
}
