// Ant: walk, with a body on four legs in space.
//
// Source: J. Schulman, P. Moritz, S. Levine, M. Jordan, P. Abbeel, High-dimensional continuous control using generalized
// advantage estimation, 2015.
//
// | action | torque at (of ±gear)      |     | observation | meaning                                                |
// |--------|---------------------------|     |-------------|--------------------------------------------------------|
// | 0 … 1  | hip and ankle of leg 4    |     | 0 … 4       | height (m), orientation of the torso (quaternion)      |
// | 2 … 3  | … of leg 1                |     | 5 … 12      | angles of hip and ankle of legs 1, 2, 3, 4             |
// | 4 … 5  | … of leg 2                |     | 13 … 26     | velocities: torso along and about x, y, z; the joints  |
// | 6 … 7  | … of leg 3                |     | 27 … 104    | torque and force from outside on each of 13 bodies,    |
//                                                            clipped to `contactForceRange`                          |
//
// Actions are -1 … 1. Legs 1 … 4 are at the corners (+,+), (-,+), (-,-), (+,-) of x and y. Without
// `includeCfrcExtInObservation` forces are left out; with `excludeCurrentPositionsFromObservation: false`, x and y stand
// in front.
// Reward: `forwardRewardWeight` · velocity of `mainBody` along x + `healthyReward` - `ctrlCostWeight` · Σ action²
// - `contactCostWeight` · Σ clipped force².
// Start: positions uniform in ±`resetNoiseScale` round the model's pose, velocities normal of that scale.
// End: terminated (`terminateWhenUnhealthy`), and no `healthyReward`, unless everything is finite and the height lies
// in `healthyZRange` (bounds included); truncated after 1000 steps. Solved at 6000.
// Arguments: `forwardRewardWeight` (1), `ctrlCostWeight` (0.5), `contactCostWeight` (0.0005), `healthyReward` (1),
// `mainBody` (1, the number of a body), `terminateWhenUnhealthy` (true), `healthyZRange` ([0.2, 1]),
// `contactForceRange` ([-1, 1]), `resetNoiseScale` (0.1), `excludeCurrentPositionsFromObservation` (true),
// `includeCfrcExtInObservation` (true), `frameSkip` (5; 0.05 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { UserError } from '../../io/errors.js';
import { type OptionValues, option, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { healthOptions, Legged, range } from './legged.js';
import { locomotionOptions } from './locomotion.js';
import { ANT } from './models/ant.js';
import { motorKeys } from './motor-keys.js';
import { put } from './mujoco-env.js';
import { sumOfSquares } from './sums.js';

const OPTIONS = /* @__PURE__ */ (() => ({
  ...locomotionOptions(5, { forward: 1, ctrl: 0.5, noise: 0.1 }),
  ...healthOptions(1, [0.2, 1]),
  /** Cost of the squared forces from outside. */
  contactCostWeight: 5e-4,
  /** What forces are clipped to. */
  contactForceRange: range(-1, 1),
  /** The body whose velocity counts, by its number. */
  mainBody: option(1, { integer: true, min: 0 }),
  /** Observations hold the forces from outside. */
  includeCfrcExtInObservation: true,
}))();

export type AntOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Ant extends Legged<OptionValues<typeof OPTIONS>> {
  protected readonly freePositions = 2;
  protected readonly view: View = { target: [0, 0, 0.3], distance: 4, pitch: 30, yaw: 20, follows: true };

  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: AntOptions = {}) {
    super(ANT, readOptions('Ant', OPTIONS, options), 3);
    const { nbody } = this.simulation.model;
    const { mainBody } = this.settings;
    if (mainBody < nbody) return;
    throw new UserError(`Ant: mainBody must be less than ${nbody}, the number of bodies, got ${mainBody}.`);
  }

  protected override disturb(qpos: Float64Array, qvel: Float64Array): void {
    this.addUniform(qpos, this.settings.resetNoiseScale);
    this.addNormal(qvel, this.settings.resetNoiseScale);
  }

  protected override locate(): void {
    const xpos = this.simulation.array('xpos');
    this.place[0] = xpos[3 * this.settings.mainBody]!;
    this.place[1] = xpos[3 * this.settings.mainBody + 1]!;
  }

  /** Torque and force on every body, clipped; the world's come first. */
  private contactForces(): Float64Array {
    const [low, high] = this.settings.contactForceRange as [number, number];
    return this.simulation.array('cfrc_ext').map((force) => Math.max(low, Math.min(high, force)));
  }

  protected override observe(): Float64Array {
    if (!this.settings.includeCfrcExtInObservation) return super.observe();
    const forces = this.contactForces();
    const out = super.observe(forces.length - 6);
    put(out, out.length - (forces.length - 6), forces, 6);
    return out;
  }

  protected override contactCost(): number {
    return this.settings.contactCostWeight * sumOfSquares(this.contactForces());
  }

  protected isHealthy(): boolean {
    const qpos = this.simulation.array('qpos');
    const [low, high] = this.settings.healthyZRange as [number, number];
    return (
      low <= qpos[2]! &&
      qpos[2]! <= high &&
      qpos.every(Number.isFinite) &&
      this.simulation.array('qvel').every(Number.isFinite)
    );
  }
}

export const antV5 = /* @__PURE__ */ withMujoco({
  id: 'Ant-v5',
  description: 'Walk as fast as possible on four legs.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 6000,
  options: OPTIONS,
  create: (options) => new Ant(options),
  play: motorKeys(8, 1, 0.01),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Ant-v5': typeof antV5;
  }
}
