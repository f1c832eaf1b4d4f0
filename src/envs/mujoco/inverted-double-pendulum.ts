// InvertedDoublePendulum: keep two poles, one on top of the other, upright on a cart.
//
// Source: A. Barto, R. Sutton, C. Anderson, Neuronlike adaptive elements that can solve difficult learning control
// problems, 1983; with a second pole and the physics of MuJoCo.
//
// | action | meaning                             | bounds |     | observation | meaning                                |
// |--------|-------------------------------------|--------|     |-------------|----------------------------------------|
// | 0      | force on the cart, of ±500 N        | -1 … 1 |     | 0           | position of the cart (m)               |
//                                                              | 1 … 2       | sin of the angles of the two hinges    |
//                                                              | 3 … 4       | cos of them                            |
//                                                              | 5 … 7       | velocities of cart and hinges, in ±10  |
//                                                              | 8           | force of the rail's end, in ±10        |
//
// Reward: `healthyReward`, 0 in the last step, - 0.01 x² - (z - 2)² of the tip - 0.001 v1² - 0.005 v2² of the hinges.
// Start: positions uniform in ±`resetNoiseScale`, velocities normal of that scale.
// End: terminated with the tip at a height of 1 or less; truncated after 1000 steps. Solved at 9100.
// Arguments: `healthyReward` (10), `resetNoiseScale` (0.1), `frameSkip` (5; 0.05 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { UserError } from '../../io/errors.js';
import { type OptionValues, option, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { INVERTED_DOUBLE_PENDULUM } from './models/inverted-double-pendulum.js';
import { motorKeys } from './motor-keys.js';
import { MujocoEnv, mujocoOptions, type Outcome, put } from './mujoco-env.js';

const MIN_HEIGHT = 1;
const LIMIT = 10;

const OPTIONS = /* @__PURE__ */ (() => ({
  ...mujocoOptions(5),
  /** Reward for every step but the last. */
  healthyReward: 10,
  /** Scale of the noise at the start. */
  resetNoiseScale: option(0.1, { min: 0 }),
}))();

export type InvertedDoublePendulumOptions = Partial<OptionValues<typeof OPTIONS>>;

export class InvertedDoublePendulum extends MujocoEnv<OptionValues<typeof OPTIONS>> {
  protected readonly view: View = { target: [0, 0, 0.45], distance: 2.8, pitch: 4 };
  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: InvertedDoublePendulumOptions = {}) {
    super(INVERTED_DOUBLE_PENDULUM, readOptions('InvertedDoublePendulum', OPTIONS, options), 3);
    if (this.simulation.array('site_xpos').length > 0) return;
    throw new UserError('InvertedDoublePendulum: the model needs a site, the tip of the upper pole.');
  }

  protected disturb(qpos: Float64Array, qvel: Float64Array): void {
    this.addUniform(qpos, this.settings.resetNoiseScale);
    this.addNormal(qvel, this.settings.resetNoiseScale);
  }

  protected observe(): Float64Array {
    const qpos = this.simulation.array('qpos');
    const qvel = this.simulation.array('qvel');
    const out = new Float64Array(9);
    out[0] = qpos[0]!;
    for (const i of [1, 2]) {
      out[i] = Math.sin(qpos[i]!);
      out[i + 2] = Math.cos(qpos[i]!);
    }
    put(out, 5, qvel, 0, 3, LIMIT);
    put(out, 8, this.simulation.array('qfrc_constraint'), 0, 1, LIMIT);
    return out;
  }

  protected act(action: Float32Array): Outcome {
    this.run(action);
    const [x, , z] = this.simulation.array('site_xpos') as unknown as [number, number, number];
    const [, v1, v2] = this.simulation.array('qvel') as unknown as [number, number, number];
    const terminated = z <= MIN_HEIGHT;
    const survive = terminated ? 0 : this.settings.healthyReward;
    const distance = 0.01 * (x * x) + (z - 2) * (z - 2);
    const velocity = 1e-3 * (v1 * v1) + 5e-3 * (v2 * v2);
    const info = { reward_survive: survive, distance_penalty: -distance, velocity_penalty: -velocity };
    return { reward: survive - distance - velocity, terminated, info };
  }
}

export const invertedDoublePendulumV5 = /* @__PURE__ */ withMujoco({
  id: 'InvertedDoublePendulum-v5',
  description: 'Keep two poles, one on top of the other, upright on a cart.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 9100,
  options: OPTIONS,
  create: (options) => new InvertedDoublePendulum(options),
  play: motorKeys(1, 1, 0.01),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'InvertedDoublePendulum-v5': typeof invertedDoublePendulumV5;
  }
}
