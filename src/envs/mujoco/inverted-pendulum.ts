// InvertedPendulum: keep a pole upright on a cart, with a force instead of two pushes.
//
// Source: A. Barto, R. Sutton, C. Anderson, Neuronlike adaptive elements that can solve difficult learning control
// problems, 1983; with the physics of MuJoCo.
//
// | action | meaning                            | bounds |     | observation | meaning                             |
// |--------|------------------------------------|--------|     |-------------|-------------------------------------|
// | 0      | force on the cart, in hundreds of N | -3 … 3 |     | 0 … 1       | position of the cart (m), angle     |
//                                                             | 2 … 3       | their velocities                    |
//
// Reward: 1 in every step, 0 in the last.
// Start: positions and velocities uniform in ±`resetNoiseScale`.
// End: terminated at an angle beyond ±0.2 or when the observation is not finite; truncated after 1000 steps. Solved at
// 950.
// Arguments: `resetNoiseScale` (0.01), `frameSkip` (2; 0.04 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { type OptionValues, option, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { INVERTED_PENDULUM } from './models/inverted-pendulum.js';
import { motorKeys } from './motor-keys.js';
import { MujocoEnv, mujocoOptions, type Outcome, put } from './mujoco-env.js';

const MAX_ANGLE = 0.2;

const OPTIONS = /* @__PURE__ */ (() => ({
  ...mujocoOptions(2),
  /** Scale of the noise at the start. */
  resetNoiseScale: option(0.01, { min: 0 }),
}))();

export type InvertedPendulumOptions = Partial<OptionValues<typeof OPTIONS>>;

export class InvertedPendulum extends MujocoEnv<OptionValues<typeof OPTIONS>> {
  protected readonly view: View = { target: [0, 0, 0.2], distance: 2.2, pitch: 4 };
  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: InvertedPendulumOptions = {}) {
    super(INVERTED_PENDULUM, readOptions('InvertedPendulum', OPTIONS, options), 2);
  }

  protected disturb(qpos: Float64Array, qvel: Float64Array): void {
    this.addUniform(qpos, this.settings.resetNoiseScale);
    this.addUniform(qvel, this.settings.resetNoiseScale);
  }

  protected observe(): Float64Array {
    const qpos = this.simulation.array('qpos');
    const qvel = this.simulation.array('qvel');
    const out = new Float64Array(qpos.length + qvel.length);
    put(out, put(out, 0, qpos), qvel);
    return out;
  }

  protected act(action: Float32Array): Outcome {
    this.run(action);
    const observation = this.observe();
    const terminated = !observation.every(Number.isFinite) || Math.abs(observation[1]!) > MAX_ANGLE;
    const reward = terminated ? 0 : 1;
    return { reward, terminated, info: { reward_survive: reward } };
  }
}

export const invertedPendulumV5 = /* @__PURE__ */ withMujoco({
  id: 'InvertedPendulum-v5',
  description: 'Keep a pole upright on a cart with a force.',
  maxEpisodeSteps: 1000,
  rewardThreshold: 950,
  options: OPTIONS,
  create: (options) => new InvertedPendulum(options),
  play: motorKeys(1, 3, 0.02),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'InvertedPendulum-v5': typeof invertedPendulumV5;
  }
}
