// Walker2d: walk, on two legs in a plane.
//
// Source: T. Erez, Y. Tassa, E. Todorov, Infinite-horizon model predictive control for periodic tasks with contacts, 2012.
//
// | action | torque at (of ±gear)    |     | observation | meaning                                            |
// |--------|-------------------------|     |-------------|----------------------------------------------------|
// | 0 … 2  | right thigh, leg, foot  |     | 0 … 1       | height (m), angle of the torso                     |
// | 3 … 5  | left thigh, leg, foot   |     | 2 … 7       | angles of the six joints, in that order            |
//                                          | 8 … 16      | velocities of x, height, torso, six joints, in ±10 |
//
// Actions are -1 … 1. With `excludeCurrentPositionsFromObservation: false`, x stands in front.
// Reward: `forwardRewardWeight` · velocity along x + `healthyReward` - `ctrlCostWeight` · Σ action².
// Start: positions and velocities uniform in ±`resetNoiseScale` round the model's pose.
// End: terminated (`terminateWhenUnhealthy`), and no `healthyReward`, unless the height lies in `healthyZRange` and the
// torso's angle in `healthyAngleRange` (bounds excluded); truncated after 1000 steps. No solved threshold.
// Arguments: `forwardRewardWeight` (1), `ctrlCostWeight` (0.001), `healthyReward` (1), `terminateWhenUnhealthy` (true),
// `healthyZRange` ([0.8, 2]), `healthyAngleRange` ([-1, 1]), `resetNoiseScale` (0.005),
// `excludeCurrentPositionsFromObservation` (true), `frameSkip` (4; 0.008 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { type OptionValues, readOptions } from '../options.js';
import { withMujoco } from './definition.js';
import { healthOptions, range } from './legged.js';
import { locomotionOptions } from './locomotion.js';
import { WALKER2D } from './models/walker2d.js';
import { motorKeys } from './motor-keys.js';
import { PlanarWalker } from './planar-walker.js';

const OPTIONS = /* @__PURE__ */ (() => ({
  ...locomotionOptions(4, { forward: 1, ctrl: 1e-3, noise: 5e-3 }),
  ...healthOptions(1, [0.8, 2]),
  /** Angles of the torso at which the body is healthy. */
  healthyAngleRange: range(-1, 1),
}))();

export type Walker2dOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Walker2d extends PlanarWalker<OptionValues<typeof OPTIONS>> {
  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: Walker2dOptions = {}) {
    super(WALKER2D, readOptions('Walker2d', OPTIONS, options), 3);
  }
}

export const walker2dV5 = /* @__PURE__ */ withMujoco({
  id: 'Walker2d-v5',
  description: 'Walk as fast as possible on two legs in a plane without falling.',
  maxEpisodeSteps: 1000,
  options: OPTIONS,
  create: (options) => new Walker2d(options),
  play: motorKeys(6, 1, 0.002),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Walker2d-v5': typeof walker2dV5;
  }
}
