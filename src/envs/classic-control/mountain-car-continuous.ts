// MountainCarContinuous: the car in the valley with a throttle; reach the flag with little force.
//
// Source: A. Moore, Efficient memory-based learning for robot control, PhD thesis, Cambridge, 1990.
//
// | action | meaning                    | bounds |     | observation | meaning  | bounds       |
// |--------|----------------------------|--------|     |-------------|----------|--------------|
// | 0      | force on the car, directed | -1 … 1 |     | 0           | position | -1.2 … 0.6   |
//                                                       | 1           | velocity | -0.07 … 0.07 |
//
// Dynamics: v += 0.0015 force - 0.0025 cos(3 x), then x += v, both clipped to their bounds; at the left wall the
// car stops. Forces beyond the bounds are clipped. State and arithmetic are single precision after the first
// step, as NumPy 2 promotes (under NumPy 1 Gymnasium's own results differ in the last bit).
// Reward: -0.1 force² (before clipping) in every step, +100 on reaching the flag at x = 0.45.
// Start: x uniform in -0.6 … -0.4 (`reset({ options: { low, high } })` changes that), v = 0.
// End: terminated at x >= 0.45 with v >= `goalVelocity`; truncated after 999 steps. Solved at 90.
// Arguments: `goalVelocity` (0).
// Versions: v0, step for step as in Gymnasium.
import type { Box } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import {
  advanceMountainCarContinuous,
  GOAL_POSITION,
  mountainCarContinuousReward,
  mountainCarContinuousSpaces,
} from './mountain-car-continuous-dynamics.js';
import { drawMountainCar } from './mountain-car-drawing.js';
import { mountainCarStart } from './mountain-car-dynamics.js';
import { RESET_BOUNDS } from './reset-bounds.js';

const OPTIONS = {
  /** Least velocity with which the flag must be passed. */
  goalVelocity: 0,
};

export type MountainCarContinuousOptions = Partial<OptionValues<typeof OPTIONS>>;

export class MountainCarContinuous extends SeededEnv<Float32Array, Float32Array> {
  readonly observationSpace: Box;
  readonly actionSpace: Box;
  /** Position, velocity. */
  readonly state = new Float64Array(2);
  /** The start state is double precision, every later one single. */
  private isFirst = true;
  private readonly goalVelocity: number;
  protected override readonly resetOptions = RESET_BOUNDS;

  constructor(options: MountainCarContinuousOptions = {}) {
    super();
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } =
      mountainCarContinuousSpaces());
    this.goalVelocity = readOptions('MountainCarContinuous', OPTIONS, options).goalVelocity;
  }

  protected start(options: Record<string, unknown>): ResetResult<Float32Array> {
    this.state[0] = this.rng.uniform(...mountainCarStart(options));
    this.state[1] = 0;
    this.isFirst = true;
    return { observation: this.observe(), info: {} };
  }

  step(action: Float32Array): StepResult<Float32Array> {
    const force = Math.fround(action[0]!);
    const terminated = advanceMountainCarContinuous(this.state, 0, this.isFirst, force, this.goalVelocity);
    this.isFirst = false;
    const reward = mountainCarContinuousReward(force, terminated);
    return { observation: this.observe(), reward, terminated, truncated: false, info: {} };
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
    return { state: [...this.state], isFirst: this.isFirst };
  }

  protected restore({ state, isFirst }: EnvState): void {
    this.state.set(state as number[]);
    this.isFirst = isFirst as boolean;
  }
}

export const mountainCarContinuousV0 = /* @__PURE__ */ defineEnv({
  id: 'MountainCarContinuous-v0',
  description: 'The same with a throttle that costs.',
  maxEpisodeSteps: 999,
  rewardThreshold: 90,
  options: OPTIONS,
  create: (options) => new MountainCarContinuous(options),
  play: { keys: { left: [-1], right: [1] }, idle: [0], fps: 30 },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'MountainCarContinuous-v0': typeof mountainCarContinuousV0;
  }
}
