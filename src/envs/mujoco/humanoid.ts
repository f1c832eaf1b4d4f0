// Humanoid: walk upright, with a body of 17 joints in space.
//
// Source: Y. Tassa, T. Erez, E. Todorov, Synthesis and stabilization of complex behaviors through online trajectory
// optimization, 2012.
//
// | action  | torque at (of ±gear)           |     | observation | meaning                                             |
// |---------|--------------------------------|     |-------------|-----------------------------------------------------|
// | 0 … 2   | abdomen y, z, x                |     | 0 … 4       | height (m), orientation of the torso (quaternion)   |
// | 3 … 6   | right hip x, z, y, knee        |     | 5 … 21      | angles: abdomen z, y, x, the others as the actions  |
// | 7 … 10  | left hip x, z, y, knee         |     | 22 … 44     | velocities: torso along, about x, y, z; the joints  |
// | 11 … 13 | right shoulder 1, 2, elbow     |     | 45 … 174    | mass and inertia of each of 13 bodies (10 numbers)  |
// | 14 … 16 | left shoulder 1, 2, elbow      |     | 175 … 252   | velocity of each of them (6 numbers)                |
//                                                  | 253 … 269   | torques of the actuators                            |
//                                                  | 270 … 347   | torque and force from outside on each of 13 bodies  |
//
// Actions are -0.4 … 0.4. Options `include…InObservation` leave the last four groups out; with
// `excludeCurrentPositionsFromObservation: false`, x and y stand in front.
// Reward: `forwardRewardWeight` · velocity of the centre of mass along x + `healthyReward` - `ctrlCostWeight` · Σ action²
// - the cost of contacts, `contactCostWeight` · Σ force² clipped to `contactCostRange`.
// Start: positions and velocities uniform in ±`resetNoiseScale` round the model's pose.
// End: terminated (`terminateWhenUnhealthy`), and no `healthyReward`, unless the height lies in `healthyZRange` (bounds
// excluded); truncated after 1000 steps. No solved threshold.
// Arguments: `forwardRewardWeight` (1.25), `ctrlCostWeight` (0.1), `contactCostWeight` (5e-7), `contactCostRange`
// ([-Infinity, 10]), `healthyReward` (5), `terminateWhenUnhealthy` (true), `healthyZRange` ([1, 2]), `resetNoiseScale`
// (0.01), `excludeCurrentPositionsFromObservation`, `includeCinertInObservation`, `includeCvelInObservation`,
// `includeQfrcActuatorInObservation`, `includeCfrcExtInObservation` (all true), `frameSkip` (5; 0.015 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import type { Info } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { healthOptions, isWithin, Legged, range } from './legged.js';
import { locomotionOptions } from './locomotion.js';
import { HUMANOID } from './models/humanoid.js';
import { motorKeys } from './motor-keys.js';
import { put } from './mujoco-env.js';
import { sumOfSquares } from './sums.js';

const OPTIONS = /* @__PURE__ */ (() => ({
  ...locomotionOptions(5, { forward: 1.25, ctrl: 0.1, noise: 0.01 }),
  ...healthOptions(5, [1, 2]),
  /** Cost of the squared forces from outside, and … */
  contactCostWeight: 5e-7,
  /** … what it is clipped to. */
  contactCostRange: range(-Infinity, 10),
  /** Observations hold mass and inertia of each body. */
  includeCinertInObservation: true,
  /** Observations hold the velocity of each body. */
  includeCvelInObservation: true,
  /** Observations hold the torques of the actuators. */
  includeQfrcActuatorInObservation: true,
  /** Observations hold the forces from outside. */
  includeCfrcExtInObservation: true,
}))();

export type HumanoidOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Humanoid extends Legged<OptionValues<typeof OPTIONS>> {
  protected readonly freePositions = 2;
  private readonly masses = this.simulation.model.body_mass.slice();
  protected readonly view: View = { target: [0, 0, 0.85], distance: 3.2, pitch: 12, yaw: 50, follows: true };

  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: HumanoidOptions = {}) {
    super(HUMANOID, readOptions('Humanoid', OPTIONS, options), 3);
  }

  /** The centre of mass. */
  protected override locate(): void {
    const { masses } = this;
    const xipos = this.simulation.array('xipos');
    let [mass, x, y] = [0, 0, 0];
    for (let body = 0; body < masses.length; body++) {
      mass += masses[body]!;
      x += masses[body]! * xipos[3 * body]!;
      y += masses[body]! * xipos[3 * body + 1]!;
    }
    this.place[0] = x / mass;
    this.place[1] = y / mass;
  }

  protected override observe(): Float64Array {
    const { settings, simulation } = this;
    const parts: Float64Array[] = [];
    // The world comes first, and the six velocities of the torso, which nothing drives.
    if (settings.includeCinertInObservation) parts.push(simulation.array('cinert').subarray(10));
    if (settings.includeCvelInObservation) parts.push(simulation.array('cvel').subarray(6));
    if (settings.includeQfrcActuatorInObservation) parts.push(simulation.array('qfrc_actuator').subarray(6));
    if (settings.includeCfrcExtInObservation) parts.push(simulation.array('cfrc_ext').subarray(6));
    const more = parts.reduce((size, part) => size + part.length, 0);
    const out = super.observe(more);
    let at = out.length - more;
    for (const part of parts) at = put(out, at, part);
    return out;
  }

  /** In double precision, unlike that of other bodies. */
  protected override ctrlCost(): number {
    return this.settings.ctrlCostWeight * sumOfSquares(this.simulation.array('ctrl'));
  }

  protected override contactCost(): number {
    const [low, high] = this.settings.contactCostRange as [number, number];
    const cost = this.settings.contactCostWeight * sumOfSquares(this.simulation.array('cfrc_ext'));
    return Math.max(low, Math.min(high, cost));
  }

  protected isHealthy(): boolean {
    return isWithin(this.settings.healthyZRange, this.simulation.array('qpos')[2]!);
  }

  protected override resetInfo(): Info {
    return {
      ...super.resetInfo(),
      tendon_length: this.simulation.array('ten_length').slice(),
      tendon_velocity: this.simulation.array('ten_velocity').slice(),
    };
  }
}

export const humanoidV5 = /* @__PURE__ */ withMujoco({
  id: 'Humanoid-v5',
  description: 'Walk upright as fast as possible with a humanoid of 17 joints.',
  maxEpisodeSteps: 1000,
  options: OPTIONS,
  create: (options) => new Humanoid(options),
  play: motorKeys(17, 0.4, 0.003),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Humanoid-v5': typeof humanoidV5;
  }
}
