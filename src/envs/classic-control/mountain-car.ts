// MountainCar: drive an underpowered car out of a valley by swinging back and forth.
//
// Source: A. Moore, Efficient memory-based learning for robot control, PhD thesis, Cambridge, 1990.
//
// | action | meaning         |     | observation | meaning  | bounds       |
// |--------|-----------------|     |-------------|----------|--------------|
// | 0      | accelerate left |     | 0           | position | -1.2 … 0.6   |
// | 1      | do nothing      |     | 1           | velocity | -0.07 … 0.07 |
// | 2      | accelerate right|
//
// Dynamics: v += 0.001 (action - 1) - 0.0025 cos(3 x), then x += v, both clipped to their bounds; at the left
// wall the car stops. The hill is sin(3 x), the goal flag stands at x = 0.5.
// Reward: -1 in every step.
// Start: x uniform in -0.6 … -0.4 (`reset({ options: { low, high } })` changes that), v = 0.
// End: terminated at x >= 0.5 with v >= `goalVelocity`; truncated after 200 steps. Solved at -110.
// Arguments: `goalVelocity` (0).
// Versions: v0, step for step as in Gymnasium.
import { Box, Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { drawMountainCar } from './mountain-car-drawing.js';
import { RESET_BOUNDS, resetBounds } from './reset-bounds.js';

const MIN_POSITION = -1.2;
const MAX_POSITION = 0.6;
const MAX_SPEED = 0.07;
const GOAL_POSITION = 0.5;
const FORCE = 0.001;
const GRAVITY = 0.0025;

const OPTIONS = {
  /** Least velocity with which the flag must be passed. */
  goalVelocity: 0,
};

export type MountainCarOptions = Partial<OptionValues<typeof OPTIONS>>;

export class MountainCar extends SeededEnv<Float32Array, number> {
  readonly observationSpace = new Box({ low: [MIN_POSITION, -MAX_SPEED], high: [MAX_POSITION, MAX_SPEED] });
  readonly actionSpace = new Discrete(3);
  /** Position, velocity. */
  readonly state = new Float64Array(2);
  private readonly goalVelocity: number;
  protected override readonly resetOptions = RESET_BOUNDS;

  constructor(options: MountainCarOptions = {}) {
    super();
    this.goalVelocity = readOptions('MountainCar', OPTIONS, options).goalVelocity;
  }

  protected start(options: Record<string, unknown>): ResetResult<Float32Array> {
    const [low, high] = resetBounds(options, -0.6, -0.4);
    this.state[0] = this.rng.uniform(low, high);
    this.state[1] = 0;
    return { observation: new Float32Array(this.state), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    let [position, velocity] = this.state as unknown as [number, number];
    velocity += (action - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
    velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
    position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, position + velocity));
    if (position === MIN_POSITION && velocity < 0) velocity = 0;
    this.state[0] = position;
    this.state[1] = velocity;
    const terminated = position >= GOAL_POSITION && velocity >= this.goalVelocity;
    return { observation: new Float32Array(this.state), reward: -1, terminated, truncated: false, info: {} };
  }

  override render(): Drawing {
    return drawMountainCar(this.state[0]!, GOAL_POSITION);
  }

  protected snapshot(): EnvState {
    return { state: [...this.state] };
  }

  protected restore({ state }: EnvState): void {
    this.state.set(state as number[]);
  }
}

export const mountainCarV0 = /* @__PURE__ */ defineEnv({
  id: 'MountainCar-v0',
  description: 'Swing an underpowered car out of a valley.',
  maxEpisodeSteps: 200,
  rewardThreshold: -110,
  options: OPTIONS,
  create: (options) => new MountainCar(options),
  play: { actions: ['push left', 'coast', 'push right'], keys: { left: 0, right: 2 }, idle: 1, fps: 30 },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'MountainCar-v0': typeof mountainCarV0;
  }
}
