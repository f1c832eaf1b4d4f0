// The motion of MountainCar on plain numbers: for one car, and for many side by side.
import { Box, Discrete, type PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import { ControlRows } from './control-rows.js';
import { RESET_BOUNDS, resetBounds } from './reset-bounds.js';

const MIN_POSITION = -1.2;
const MAX_POSITION = 0.6;
const MAX_SPEED = 0.07;
export const GOAL_POSITION = 0.5;
const FORCE = 0.001;
const GRAVITY = 0.0025;

export function mountainCarSpaces() {
  return {
    observationSpace: new Box({ low: [MIN_POSITION, -MAX_SPEED], high: [MAX_POSITION, MAX_SPEED] }),
    actionSpace: new Discrete(3),
  };
}

/** Bounds of the position to start from. */
export function mountainCarStart(options: Record<string, unknown>): [low: number, high: number] {
  return resetBounds(options, -0.6, -0.4);
}

/** Moves position and velocity at `offset` one step on; true at the flag. */
export function advanceMountainCar(
  state: Float64Array,
  offset: number,
  action: number,
  goalVelocity: number,
): boolean {
  let position = state[offset]!;
  let velocity = state[offset + 1]!;
  velocity += (action - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
  velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
  position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, position + velocity));
  if (position === MIN_POSITION && velocity < 0) velocity = 0;
  state[offset] = position;
  state[offset + 1] = velocity;
  return position >= GOAL_POSITION && velocity >= goalVelocity;
}

/** Many cars. */
export class MountainCarRows extends ControlRows {
  private readonly goalVelocity: number;
  override readonly resetOptions = RESET_BOUNDS;

  constructor({ numEnvs, options }: VectorSettings<{ goalVelocity: number }>) {
    const { observationSpace, actionSpace } = mountainCarSpaces();
    super(numEnvs, observationSpace, actionSpace, 2);
    this.goalVelocity = options.goalVelocity;
  }

  protected start(row: number, options: Record<string, unknown>): void {
    this.states[2 * row] = this.rngs[row]!.uniform(...mountainCarStart(options));
    this.states[2 * row + 1] = 0;
    this.observe(row, row + 1);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { states, rewards, terminated, goalVelocity } = this;
    for (let i = from; i < to; i++) {
      rewards[i] = -1;
      terminated[i] = advanceMountainCar(states, 2 * i, actions[i]!, goalVelocity) ? 1 : 0;
    }
    this.observe(from, to);
  }

  private observe(from: number, to: number): void {
    for (let k = 2 * from; k < 2 * to; k++) this.observations[k] = this.states[k]!;
  }
}
