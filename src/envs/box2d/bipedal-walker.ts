// BipedalWalker: walk to the end of uneven ground on two legs, quickly and with little effort.
//
// Source: O. Klimov's BipedalWalker of Gymnasium.
//
// | action | motor                | bounds |     The sign is the direction of the motor (hips turn with up to 4 rad/s,
// |--------|----------------------|--------|     knees 6), the absolute value the share of its torque of 80.
// | 0, 1   | hip, knee of one leg | -1 … 1 |
// | 2, 3   | of the other leg     | -1 … 1 |
//
// | observation | meaning                                                              | bounds |
// |-------------|----------------------------------------------------------------------|--------|
// | 0           | angle of the hull (rad)                                              | ±π     |
// | 1           | its angular velocity (25 rad/s is 1)                                 | ±5     |
// | 2, 3        | its velocity, horizontal (8.3 is 1) and vertical (12.5 is 1)         | ±5     |
// | 4, 5        | first hip: angle, speed (4 rad/s is 1)                               | ±π, ±5 |
// | 6, 7        | first knee: angle + 1, speed (6 rad/s is 1)                          | ±π, ±5 |
// | 8           | first foot touches the ground: 1 or 0                                | 0 … 5  |
// | 9 … 13      | the same of the second leg                                           |        |
// | 14 … 23     | lidar: free share of ten rays of 5.3, from straight down forwards    | ±1     |
//
// Dynamics: Box2D at 50 steps a second.
// Reward: the change of 130 / 30 · position - 5 · |angle of the hull|: about 300 for the whole way; less 0.028 times the
//   absolute value of each action. In the last step -100 when the walker falls.
// Start: standing on the left end of the ground with a small random push.
// End: terminated when the hull touches the ground, left of the start of the ground (both: fall), and near its right end;
//   truncated after 1600 steps (hardcore: 2000). Solved at 300.
// Arguments: `hardcore` (false): stumps, pits and stairs on the way.
// Versions: v3. The engine is planck in double precision, Gymnasium's is Box2D in single: the same ground and start;
//   observations of the same episode differ by about 1e-5, until after 40 to 100 steps a slam turns out otherwise. A
//   seed gives the same episode always; in Gymnasium later episodes of an environment also depend on those before,
//   because its engine goes on numbering bodies and takes contacts in the order of these numbers.
import { Box } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { drawWalker } from './bipedal-walker-drawing.js';
import { measure, RAYS } from './bipedal-walker-lidar.js';
import { buildWalkerScene, MOTORS_TORQUE, type WalkerScene } from './bipedal-walker-scene.js';
import { GOAL_STEP, TERRAIN_STEP } from './bipedal-walker-terrain.js';
import { Box2DEnv, FPS, SCALE, VIEWPORT_HEIGHT, VIEWPORT_WIDTH } from './box2d-env.js';

const SPEED_HIP = 4;
const SPEED_KNEE = 6;
const LEG_HIGH = [Math.PI, 5, Math.PI, 5, 5];
const LEG_LOW = [-Math.PI, -5, -Math.PI, -5, 0];
const ONES = Array<number>(RAYS).fill(1);

export const WALKER_OPTIONS = {
  /** Stumps, pits and stairs on the way. */
  hardcore: false,
};

export type BipedalWalkerOptions = Partial<OptionValues<typeof WALKER_OPTIONS>>;

export class BipedalWalker extends Box2DEnv<WalkerScene, Float32Array> {
  readonly observationSpace = new Box({
    low: [-Math.PI, -5, -5, -5, ...LEG_LOW, ...LEG_LOW, ...ONES.map((x) => -x)],
    high: [Math.PI, 5, 5, 5, ...LEG_HIGH, ...LEG_HIGH, ...ONES],
  });
  readonly actionSpace = new Box({ low: -1, high: 1, shape: [4] });
  protected readonly idle = new Float32Array(4);
  private readonly hardcore: boolean;
  /** Free share of each ray. */
  private lidar = ONES;

  /** @throws UserError for wrong options, and before planck is loaded. */
  constructor(options: BipedalWalkerOptions = {}) {
    super();
    this.hardcore = readOptions('BipedalWalker', WALKER_OPTIONS, options).hardcore;
  }

  protected build(): WalkerScene {
    return buildWalkerScene(this.rng, this.hardcore);
  }

  step(action: Float32Array): StepResult<Float32Array> {
    const { world, hull, joints } = this.scene;
    let effort = 0;
    joints.forEach((joint, k) => {
      const share = Math.min(Math.abs(action[k]!), 1);
      joint.setMotorSpeed((k % 2 === 0 ? SPEED_HIP : SPEED_KNEE) * Math.sign(action[k]!));
      joint.setMaxMotorTorque(MOTORS_TORQUE * share);
      effort += 0.00035 * MOTORS_TORQUE * share;
    });
    this.advance();
    this.lidar = measure(world, hull.getPosition());
    const { x } = hull.getPosition();
    const shaping = (130 * x) / SCALE - 5 * Math.abs(hull.getAngle());
    const fell = this.crashed || x < 0;
    const progress = this.progress(shaping);
    return {
      observation: this.observe(),
      reward: fell ? -100 : progress - effort,
      terminated: fell || x > GOAL_STEP * TERRAIN_STEP,
      truncated: false,
      info: {},
    };
  }

  private observe(): Float32Array {
    const { hull, joints } = this.scene;
    const { x: vx, y: vy } = hull.getLinearVelocity();
    const leg = (side: 0 | 1) => {
      const [hip, knee] = joints.slice(2 * side) as [(typeof joints)[0], (typeof joints)[0]];
      const touches = Number(this.grounded[side]);
      const hips = [hip.getJointAngle(), hip.getJointSpeed() / SPEED_HIP];
      return [...hips, knee.getJointAngle() + 1, knee.getJointSpeed() / SPEED_KNEE, touches];
    };
    return Float32Array.of(
      hull.getAngle(),
      (2 * hull.getAngularVelocity()) / FPS,
      (0.3 * vx * (VIEWPORT_WIDTH / SCALE)) / FPS,
      (0.3 * vy * (VIEWPORT_HEIGHT / SCALE)) / FPS,
      ...leg(0),
      ...leg(1),
      ...this.lidar,
    );
  }

  override render(): Drawing {
    return drawWalker(this.shown, this.lidar);
  }

  protected override snapshot(): EnvState {
    return { ...super.snapshot(), lidar: [...this.lidar] };
  }

  protected override restore(state: EnvState): void {
    super.restore(state);
    this.lidar = [...(state.lidar as number[])];
  }
}
