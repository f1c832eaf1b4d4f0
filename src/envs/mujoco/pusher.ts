// Pusher: push a cylinder to a goal, with an arm of seven joints.
//
// Source: the pusher of the MuJoCo tasks of OpenAI Gym, 2017.
//
// | action | torque at                         | bounds |     | observation | meaning                                |
// |--------|-----------------------------------|--------|     |-------------|----------------------------------------|
// | 0 … 2  | shoulder pan, lift, upper arm roll| -2 … 2 |     | 0 … 6       | angles of the joints, in that order    |
// | 3 … 4  | elbow flex, forearm roll          | -2 … 2 |     | 7 … 13      | their velocities                       |
// | 5 … 6  | wrist flex, roll                  | -2 … 2 |     | 14 … 16     | place of the arm's tips (m)            |
//                                                            | 17 … 19     | place of the cylinder                  |
//                                                            | 20 … 22     | place of the goal                      |
//
// Reward: -`rewardNearWeight` · distance of tips and cylinder - `rewardDistWeight` · distance of cylinder and goal
// - `rewardControlWeight` · Σ action².
// Start: the arm stretched, its velocities uniform in ±0.005; the cylinder uniform in a rectangle of 0.3 by 0.4 beside
// the goal, more than 0.17 away from it.
// End: never terminated; truncated after 100 steps. Solved at 0.
// Arguments: `rewardNearWeight` (0.5), `rewardDistWeight` (1), `rewardControlWeight` (0.1), `frameSkip` (5; 0.05 s),
// `xml` (our model).
// Versions: v5, as in Gymnasium with MuJoCo 3.14.
import { type OptionValues, readOptions } from '../options.js';
import type { View } from './camera.js';
import { withMujoco } from './definition.js';
import { PUSHER } from './models/pusher.js';
import { motorKeys } from './motor-keys.js';
import { controlCost, distanceOf, MujocoEnv, mujocoOptions, type Outcome, put } from './mujoco-env.js';

const JOINTS = 7;
const MIN_DISTANCE = 0.17;

const OPTIONS = /* @__PURE__ */ (() => ({
  ...mujocoOptions(5),
  /** Cost of each m between tips and cylinder. */
  rewardNearWeight: 0.5,
  /** Cost of each m between cylinder and goal. */
  rewardDistWeight: 1,
  /** Cost of the squared action. */
  rewardControlWeight: 0.1,
}))();

export type PusherOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Pusher extends MujocoEnv<OptionValues<typeof OPTIONS>> {
  protected readonly view: View = { target: [0.3, -0.2, -0.2], distance: 2, pitch: 55 };
  private readonly tips = this.simulation.body('tips_arm');
  private readonly object = this.simulation.body('object');
  private readonly goal = this.simulation.body('goal');

  /** @throws UserError when MuJoCo is not loaded or an option has no meaning. */
  constructor(options: PusherOptions = {}) {
    super(PUSHER, readOptions('Pusher', OPTIONS, options), 11);
  }

  protected disturb(qpos: Float64Array, qvel: Float64Array): void {
    let [a, b] = [0, 0];
    while (Math.sqrt(a * a + b * b) <= MIN_DISTANCE) {
      a = this.rng.uniform(-0.3, 0);
      b = this.rng.uniform(-0.2, 0.2);
    }
    qpos.set([a, b, 0, 0], qpos.length - 4);
    this.addUniform(qvel, 0.005);
    qvel.fill(0, -4);
  }

  protected observe(): Float64Array {
    const { simulation, tips, object, goal } = this;
    const xpos = simulation.array('xpos');
    const out = new Float64Array(2 * JOINTS + 9);
    let at = put(out, 0, simulation.array('qpos'), 0, JOINTS);
    at = put(out, at, simulation.array('qvel'), 0, JOINTS);
    for (const body of [tips, object, goal]) at = put(out, at, xpos, 3 * body, 3 * body + 3);
    return out;
  }

  protected act(action: Float32Array): Outcome {
    const { rewardNearWeight, rewardDistWeight, rewardControlWeight } = this.settings;
    this.run(action);
    const xpos = this.simulation.array('xpos');
    const reward_near = -distanceOf(xpos, this.object, this.tips) * rewardNearWeight;
    const reward_dist = -distanceOf(xpos, this.object, this.goal) * rewardDistWeight;
    const reward_ctrl = -controlCost(rewardControlWeight, action);
    const reward = reward_dist + reward_ctrl + reward_near;
    return { reward, terminated: false, info: { reward_dist, reward_ctrl, reward_near } };
  }
}

export const pusherV5 = /* @__PURE__ */ withMujoco({
  id: 'Pusher-v5',
  description: 'Push a cylinder to a goal with an arm of seven joints.',
  maxEpisodeSteps: 100,
  rewardThreshold: 0,
  options: OPTIONS,
  create: (options) => new Pusher(options),
  play: motorKeys(7, 2, 0.01),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Pusher-v5': typeof pusherV5;
  }
}
