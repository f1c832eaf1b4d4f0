// The motion of CartPole on plain numbers, shared by the single environment and the vector of many.
import { Box, Discrete } from '../../spaces/index.js';

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

export function cartPoleSpaces() {
  const high = [MAX_POSITION * 2, Infinity, MAX_ANGLE * 2, Infinity];
  return {
    observationSpace: new Box({ low: high.map((x) => -x), high }),
    actionSpace: new Discrete(2),
  };
}
