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
import type { Box, Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { drawMountainCar } from './mountain-car-drawing.js';
import {
  advanceMountainCar,
  GOAL_POSITION,
  mountainCarSpaces,
  mountainCarStart,
} from './mountain-car-dynamics.js';
import { RESET_BOUNDS } from './reset-bounds.js';

const OPTIONS = {
  /** Least velocity with which the flag must be passed. */
  goalVelocity: 0,
};

export type MountainCarOptions = Partial<OptionValues<typeof OPTIONS>>;

export class MountainCar extends SeededEnv<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  /** Position, velocity. */
  readonly state = new Float64Array(2);
  private readonly goalVelocity: number;
  protected override readonly resetOptions = RESET_BOUNDS;

  constructor(options: MountainCarOptions = {}) {
    super();
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } = mountainCarSpaces());
    this.goalVelocity = readOptions('MountainCar', OPTIONS, options).goalVelocity;
  }

  protected start(options: Record<string, unknown>): ResetResult<Float32Array> {
    this.state[0] = this.rng.uniform(...mountainCarStart(options));
    this.state[1] = 0;
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    const terminated = advanceMountainCar(this.state, 0, action, this.goalVelocity);
    return { observation: this.observe(), reward: -1, terminated, truncated: false, info: {} };
  }

  private observe(): Float32Array {
    const observation = new Float32Array(2);
    observation[0] = this.state[0]!;
    observation[1] = this.state[1]!;
    return observation;
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
