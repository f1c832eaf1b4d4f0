// PointReach: steer a point in a square to a spot that is told, rewarded only for being there.
//
// Source: our own, after the reaching tasks of Gymnasium-Robotics (M. Plappert et al., Multi-Goal Reinforcement Learning,
// arXiv:1802.09464): sparse reward, goals in the observation, an episode of 50 steps that reaching does not end.
//
// | action | meaning               | bounds |     | observation   | meaning           | bounds |
// |--------|-----------------------|--------|     |---------------|-------------------|--------|
// | 0      | velocity to the right | -1 … 1 |     | observation   | x, y of the point | -1 … 1 |
// | 1      | velocity upwards      | -1 … 1 |     | achieved_goal | the same          | -1 … 1 |
//                                                | desired_goal  | x, y of the goal  | -1 … 1 |
//
// Dynamics: position += 0.1 · velocity, kept within the square. Velocities beyond the bounds are clipped.
// Reward: 0 where the point is within `tolerance` of the goal after the step, else -1.
// Start: point and goal uniform in the square, further apart than the tolerance. `info.isSuccess` tells whether the point
// is at the goal.
// End: never terminated; truncated after 50 steps.
// Arguments: `tolerance` (0.05), the radius of the goal.
// Versions: v0.
import { Box, type Space } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { type GoalObservation, goalSpace } from './goal-env.js';

/** Way of one step at full velocity. */
const STEP = 0.1;
const SIZE = 400;
const MARGIN = 20;

const OPTIONS = {
  /** Distance from the goal within which the point is there. */
  tolerance: option(0.05, { min: 0.001, max: 1 }),
};

export type PointReachOptions = Partial<OptionValues<typeof OPTIONS>>;
export type PointReachObservation = GoalObservation<Float32Array>;

export class PointReach extends SeededEnv<PointReachObservation, Float32Array> {
  readonly observationSpace: Space<PointReachObservation>;
  readonly actionSpace = new Box({ low: -1, high: 1, shape: [2] });
  position: Float32Array = new Float32Array(2);
  goal: Float32Array = new Float32Array(2);
  private readonly tolerance: number;

  /** @throws UserError when the tolerance is no radius. */
  constructor(options: PointReachOptions = {}) {
    super();
    this.tolerance = readOptions('PointReach', OPTIONS, options).tolerance;
    const place = () => new Box({ low: -1, high: 1, shape: [2] });
    this.observationSpace = goalSpace(place(), place);
  }

  protected start(): ResetResult<PointReachObservation> {
    this.position = this.drawPlace();
    do this.goal = this.drawPlace();
    while (this.isAt(this.position, this.goal));
    return { observation: this.observe(), info: { isSuccess: false } };
  }

  private drawPlace(): Float32Array {
    return Float32Array.of(this.rng.uniform(-1, 1), this.rng.uniform(-1, 1));
  }

  step(action: Float32Array): StepResult<PointReachObservation> {
    this.position = this.position.map((at, i) => clip(at + STEP * clip(action[i]!)));
    const isSuccess = this.isAt(this.position, this.goal);
    return {
      observation: this.observe(),
      reward: this.computeReward(this.position, this.goal),
      terminated: false,
      truncated: false,
      info: { isSuccess },
    };
  }

  /** 0 within the tolerance of where the point was wanted, else -1. */
  computeReward(achieved: unknown, desired: unknown): number {
    return this.isAt(achieved as Float32Array, desired as Float32Array) ? 0 : -1;
  }

  /** Being there ends nothing: the point has to stay. */
  computeTerminated(): boolean {
    return false;
  }

  private isAt(place: Float32Array, goal: Float32Array): boolean {
    return Math.hypot(place[0]! - goal[0]!, place[1]! - goal[1]!) <= this.tolerance;
  }

  private observe(): PointReachObservation {
    const { position, goal } = this;
    return {
      achieved_goal: position.slice(),
      desired_goal: goal.slice(),
      observation: position.slice(),
    };
  }

  override render(): Drawing {
    const scale = (SIZE - 2 * MARGIN) / 2;
    const pixels = ([x, y]: Float32Array) => ({ x: SIZE / 2 + scale * x!, y: SIZE / 2 - scale * y! });
    const isSuccess = this.isAt(this.position, this.goal);
    return {
      width: SIZE,
      height: SIZE,
      background: '#f6f8fb',
      shapes: [
        {
          kind: 'rect',
          x: MARGIN,
          y: MARGIN,
          width: 2 * scale,
          height: 2 * scale,
          radius: 6,
          fill: '#e3e8ef',
        },
        {
          kind: 'circle',
          ...pixels(this.goal),
          radius: Math.max(6, scale * this.tolerance),
          fill: '#3f9d5c',
        },
        {
          kind: 'circle',
          ...pixels(this.position),
          radius: 9,
          fill: isSuccess ? '#e0b03c' : '#d98841',
          stroke: '#27364d',
          strokeWidth: 2.5,
        },
      ],
    };
  }

  protected snapshot(): EnvState {
    return { position: [...this.position], goal: [...this.goal] };
  }

  protected restore({ position, goal }: EnvState): void {
    this.position = Float32Array.from(position as number[]);
    this.goal = Float32Array.from(goal as number[]);
  }
}

function clip(value: number): number {
  return Math.min(Math.max(value, -1), 1);
}

export const pointReachV0 = defineEnv({
  id: 'PointReach-v0',
  description: 'Steer a point to a spot in a square; nothing tells how near it is.',
  maxEpisodeSteps: 50,
  options: OPTIONS,
  create: (options: PointReachOptions) => new PointReach(options),
  play: { keys: { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] }, idle: [0, 0], fps: 15 },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'PointReach-v0': typeof pointReachV0;
  }
}
