// Reacher: bring the fingertip of an arm of two links to a target.
//
// Source: the reacher of the MuJoCo tasks of OpenAI Gym, 2016.
//
// | action | torque at (of ±gear) | bounds |     | observation | meaning                                        |
// |--------|----------------------|--------|     |-------------|------------------------------------------------|
// | 0      | shoulder             | -1 … 1 |     | 0 … 1       | cos of the angles of shoulder and elbow        |
// | 1      | elbow                | -1 … 1 |     | 2 … 3       | sin of them                                    |
//                                               | 4 … 5       | x and y of the target (m)                      |
//                                               | 6 … 7       | velocities of shoulder and elbow               |
//                                               | 8 … 9       | from the target to the fingertip along x and y |
//
// Reward: -`rewardDistWeight` · distance of fingertip and target - `rewardControlWeight` · Σ action².
// Start: angles uniform in ±0.1, their velocities in ±0.005; the target uniform within 0.2 of the middle.
// End: never terminated; truncated after 50 steps. Solved at -3.75.
// Arguments: `rewardDistWeight` (1), `rewardControlWeight` (1), `frameSkip` (2; 0.02 s), `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { type OptionValues, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { REACHER } from './models/reacher.js';
import { motorKeys } from './motor-keys.js';
import { controlCost, distanceOf, MujocoEnv, mujocoOptions, type Outcome, put } from './mujoco-env.js';

const REACH = 0.2;

const OPTIONS = /* @__PURE__ */ (() => ({
  ...mujocoOptions(2),
  /** Cost of each m between fingertip and target. */
  rewardDistWeight: 1,
  /** Cost of the squared action. */
  rewardControlWeight: 1,
}))();

export type ReacherOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Reacher extends MujocoEnv<OptionValues<typeof OPTIONS>> {
  protected readonly view: View = { target: [0, 0, 0], distance: 0.95, pitch: 90 };
  private readonly fingertip = this.simulation.body('fingertip');
  private readonly target = this.simulation.body('target');

  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: ReacherOptions = {}) {
    super(REACHER, readOptions('Reacher', OPTIONS, options), 4);
  }

  protected disturb(qpos: Float64Array, qvel: Float64Array): void {
    this.addUniform(qpos, 0.1);
    let [x, y] = [REACH, REACH];
    while (Math.sqrt(x * x + y * y) >= REACH) {
      x = this.rng.uniform(-REACH, REACH);
      y = this.rng.uniform(-REACH, REACH);
    }
    qpos.set([x, y], qpos.length - 2);
    this.addUniform(qvel, 0.005);
    qvel.fill(0, -2);
  }

  protected observe(): Float64Array {
    const { fingertip, target } = this;
    const qpos = this.simulation.array('qpos');
    const xpos = this.simulation.array('xpos');
    const out = new Float64Array(qpos.length + 6);
    for (const i of [0, 1]) {
      out[i] = Math.cos(qpos[i]!);
      out[i + 2] = Math.sin(qpos[i]!);
    }
    const end = put(out, put(out, 4, qpos, 2), this.simulation.array('qvel'), 0, 2);
    out[end] = xpos[3 * fingertip]! - xpos[3 * target]!;
    out[end + 1] = xpos[3 * fingertip + 1]! - xpos[3 * target + 1]!;
    return out;
  }

  protected act(action: Float32Array): Outcome {
    const { rewardDistWeight, rewardControlWeight } = this.settings;
    this.run(action);
    const distance = distanceOf(this.simulation.array('xpos'), this.fingertip, this.target);
    const reward_dist = -distance * rewardDistWeight;
    const reward_ctrl = -controlCost(rewardControlWeight, action);
    return { reward: reward_dist + reward_ctrl, terminated: false, info: { reward_dist, reward_ctrl } };
  }
}

export const reacherV5 = /* @__PURE__ */ withMujoco({
  id: 'Reacher-v5',
  description: 'Bring the fingertip of an arm of two links to a target.',
  maxEpisodeSteps: 50,
  rewardThreshold: -3.75,
  options: OPTIONS,
  create: (options) => new Reacher(options),
  play: motorKeys(2, 1, 0.01),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Reacher-v5': typeof reacherV5;
  }
}
