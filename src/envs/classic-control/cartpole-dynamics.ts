// The motion of CartPole on plain numbers: for one cart, and for many side by side.
import { Box, Discrete, type PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import { ControlRows } from './control-rows.js';
import { RESET_BOUNDS, resetBounds } from './reset-bounds.js';

const GRAVITY = 9.8;
const POLE_MASS = 0.1;
const TOTAL_MASS = POLE_MASS + 1.0;
/** Half the length of the pole. */
export const LENGTH = 0.5;
const POLE_MOMENT = POLE_MASS * LENGTH;
const FORCE = 10;
const TAU = 0.02;
export const MAX_POSITION = 2.4;
const MAX_ANGLE = (12 * 2 * Math.PI) / 360;
/** Position, velocity, angle, angular velocity. */
const SIZE = 4;

export function cartPoleSpaces() {
  const high = [MAX_POSITION * 2, Infinity, MAX_ANGLE * 2, Infinity];
  return {
    observationSpace: new Box({ low: high.map((x) => -x), high }),
    actionSpace: new Discrete(2),
  };
}

/** Bounds of the start state. */
export function cartPoleStart(options: Record<string, unknown>): [low: number, high: number] {
  return resetBounds(options, -0.05, 0.05);
}

/** Moves the four variables at `offset` one step on; true when the pole fell or the cart left the track. */
export function advanceCartPole(state: Float64Array, offset: number, action: number): boolean {
  const position = state[offset]!;
  const velocity = state[offset + 1]!;
  const angle = state[offset + 2]!;
  const turn = state[offset + 3]!;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const force = action === 1 ? FORCE : -FORCE;
  const push = (force + POLE_MOMENT * (turn * turn) * sin) / TOTAL_MASS;
  const turnRate =
    (GRAVITY * sin - cos * push) / (LENGTH * (4.0 / 3.0 - (POLE_MASS * (cos * cos)) / TOTAL_MASS));
  const acceleration = push - (POLE_MOMENT * turnRate * cos) / TOTAL_MASS;
  const newPosition = position + TAU * velocity;
  const newAngle = angle + TAU * turn;
  state[offset] = newPosition;
  state[offset + 1] = velocity + TAU * acceleration;
  state[offset + 2] = newAngle;
  state[offset + 3] = turn + TAU * turnRate;
  return (
    newPosition < -MAX_POSITION || newPosition > MAX_POSITION || newAngle < -MAX_ANGLE || newAngle > MAX_ANGLE
  );
}

/** What a step is worth. */
export function cartPoleReward(terminated: boolean, suttonBartoReward: boolean): number {
  return suttonBartoReward ? (terminated ? -1 : 0) : 1;
}

/** Many carts. */
export class CartPoleRows extends ControlRows {
  private readonly suttonBartoReward: boolean;
  override readonly resetOptions = RESET_BOUNDS;

  constructor({ numEnvs, options }: VectorSettings<{ suttonBartoReward: boolean }>) {
    const { observationSpace, actionSpace } = cartPoleSpaces();
    super(numEnvs, observationSpace, actionSpace, SIZE);
    this.suttonBartoReward = options.suttonBartoReward;
  }

  protected start(row: number, options: Record<string, unknown>): void {
    const [low, high] = cartPoleStart(options);
    const { states, rngs } = this;
    for (let k = row * SIZE; k < (row + 1) * SIZE; k++) states[k] = rngs[row]!.uniform(low, high);
    this.observe(row);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { states, rewards, terminated, suttonBartoReward } = this;
    for (let i = from; i < to; i++) {
      const isOver = advanceCartPole(states, i * SIZE, actions[i]!);
      rewards[i] = cartPoleReward(isOver, suttonBartoReward);
      terminated[i] = isOver ? 1 : 0;
      this.observe(i);
    }
  }

  private observe(row: number): void {
    const { states, observations } = this;
    const k = row * SIZE;
    observations[k] = states[k]!;
    observations[k + 1] = states[k + 1]!;
    observations[k + 2] = states[k + 2]!;
    observations[k + 3] = states[k + 3]!;
  }
}
