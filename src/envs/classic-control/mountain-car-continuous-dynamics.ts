// The motion of MountainCarContinuous on plain numbers: for one car, and for many side by side.
import { Box, type PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import type { EnvState } from '../env.js';
import { ControlRows } from './control-rows.js';
import { mountainCarStart } from './mountain-car-dynamics.js';
import { RESET_BOUNDS } from './reset-bounds.js';

const single = Math.fround;

const MIN_POSITION = -1.2;
const MAX_POSITION = 0.6;
const MAX_SPEED = 0.07;
export const GOAL_POSITION = 0.45;
const POWER = 0.0015;
const SINGLE_POWER = single(POWER);
const GRAVITY = 0.0025;

export function mountainCarContinuousSpaces() {
  return {
    observationSpace: new Box({ low: [MIN_POSITION, -MAX_SPEED], high: [MAX_POSITION, MAX_SPEED] }),
    actionSpace: new Box({ low: -1, high: 1, shape: [1] }),
  };
}

/**
 * Moves position and velocity at `offset` one step on; true at the flag.
 *
 * @param isFirst whether the state is one to start from: that is double precision, every later one single
 * @param force single precision
 */
export function advanceMountainCarContinuous(
  state: Float64Array,
  offset: number,
  isFirst: boolean,
  force: number,
  goalVelocity: number,
): boolean {
  const round = (x: number) => (isFirst ? x : single(x));
  const maxSpeed = round(MAX_SPEED);
  const minPosition = round(MIN_POSITION);
  let position = state[offset]!;
  let velocity = state[offset + 1]!;
  const slope = GRAVITY * Math.cos(round(3 * position));
  // A clipped force is a double in Gymnasium, one within the bounds a float32.
  const isClipped = force < -1 || force > 1;
  const pull = isClipped
    ? round(Math.sign(force) * POWER - slope)
    : single(single(force * SINGLE_POWER) - single(slope));
  velocity = round(velocity + pull);
  velocity = Math.max(-maxSpeed, Math.min(maxSpeed, velocity));
  position = round(position + velocity);
  position = Math.max(minPosition, Math.min(round(MAX_POSITION), position));
  if (position === minPosition && velocity < 0) velocity = 0;
  state[offset] = single(position);
  state[offset + 1] = single(velocity);
  return position >= round(GOAL_POSITION) && velocity >= goalVelocity;
}

/** What a step is worth. */
export function mountainCarContinuousReward(force: number, terminated: boolean): number {
  return (terminated ? 100 : 0) - force * force * 0.1;
}

/** Many cars. */
export class MountainCarContinuousRows extends ControlRows {
  private readonly goalVelocity: number;
  /** 1 for rows whose state is one to start from. */
  private readonly isFirst: Uint8Array;
  override readonly resetOptions = RESET_BOUNDS;

  constructor({ numEnvs, options }: VectorSettings<{ goalVelocity: number }>) {
    const { observationSpace, actionSpace } = mountainCarContinuousSpaces();
    super(numEnvs, observationSpace, actionSpace, 2);
    this.goalVelocity = options.goalVelocity;
    this.isFirst = new Uint8Array(numEnvs);
  }

  protected start(row: number, options: Record<string, unknown>): void {
    this.states[2 * row] = this.rngs[row]!.uniform(...mountainCarStart(options));
    this.states[2 * row + 1] = 0;
    this.isFirst[row] = 1;
    this.observe(row, row + 1);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { states, isFirst, rewards, terminated, goalVelocity } = this;
    for (let i = from; i < to; i++) {
      const force = single(actions[i]!);
      const isOver = advanceMountainCarContinuous(states, 2 * i, isFirst[i] === 1, force, goalVelocity);
      isFirst[i] = 0;
      rewards[i] = mountainCarContinuousReward(force, isOver);
      terminated[i] = isOver ? 1 : 0;
    }
    this.observe(from, to);
  }

  private observe(from: number, to: number): void {
    for (let k = 2 * from; k < 2 * to; k++) this.observations[k] = this.states[k]!;
  }

  protected override snapshot(row: number): EnvState {
    return { ...super.snapshot(row), isFirst: this.isFirst[row] === 1 };
  }

  protected override restore(row: number, state: EnvState): void {
    super.restore(row, state);
    this.isFirst[row] = state.isFirst === true ? 1 : 0;
  }
}
