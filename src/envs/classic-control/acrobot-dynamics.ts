// The motion of Acrobot on plain numbers: for one chain, and for many side by side.
import { Box, Discrete, type PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import { ControlRows } from './control-rows.js';
import { RESET_BOUNDS, resetBounds } from './reset-bounds.js';

const DT = 0.2;
const LENGTH = 1;
const MASS = 1;
/** Distance of a link's centre of mass from its joint. */
const CENTRE = 0.5;
const INERTIA = 1;
const GRAVITY = 9.8;
const MAX_SPEED_1 = 4 * Math.PI;
const MAX_SPEED_2 = 9 * Math.PI;
const TURN = 2 * Math.PI;
/** θ1, θ2 and their velocities. */
const SIZE = 4;
const OBSERVED = 6;

export function acrobotSpaces() {
  const high = [1, 1, 1, 1, MAX_SPEED_1, MAX_SPEED_2];
  return {
    observationSpace: new Box({ low: high.map((x) => -x), high }),
    actionSpace: new Discrete(3),
  };
}

/** Bounds of the start state. */
export function acrobotStart(options: Record<string, unknown>): [low: number, high: number] {
  return resetBounds(options, -0.1, 0.1);
}

// Slopes of the four variables, then the states at which the method looks: always the same, so that no step allocates.
const k1 = new Float64Array(SIZE);
const k2 = new Float64Array(SIZE);
const k3 = new Float64Array(SIZE);
const k4 = new Float64Array(SIZE);
const shifted = new Float64Array(SIZE);

/**
 * Moves the four variables at `offset` by the classical Runge-Kutta method of fourth order over one step; true when
 * the tip is above the line.
 */
export function advanceAcrobot(
  state: Float64Array,
  offset: number,
  action: number,
  isBook: boolean,
): boolean {
  const torque = action - 1;
  slopes(state, offset, torque, isBook, k1);
  slopes(shift(state, offset, k1, DT / 2), 0, torque, isBook, k2);
  slopes(shift(state, offset, k2, DT / 2), 0, torque, isBook, k3);
  slopes(shift(state, offset, k3, DT), 0, torque, isBook, k4);
  for (let i = 0; i < SIZE; i++) {
    state[offset + i] = state[offset + i]! + (DT / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!);
  }
  const theta1 = wrap(state[offset]!);
  const theta2 = wrap(state[offset + 1]!);
  state[offset] = theta1;
  state[offset + 1] = theta2;
  state[offset + 2] = Math.max(-MAX_SPEED_1, Math.min(MAX_SPEED_1, state[offset + 2]!));
  state[offset + 3] = Math.max(-MAX_SPEED_2, Math.min(MAX_SPEED_2, state[offset + 3]!));
  return -Math.cos(theta1) - Math.cos(theta2 + theta1) > 1;
}

function shift(state: Float64Array, offset: number, k: Float64Array, by: number): Float64Array {
  for (let i = 0; i < SIZE; i++) shifted[i] = state[offset + i]! + by * k[i]!;
  return shifted;
}

function slopes(
  state: Float64Array,
  offset: number,
  torque: number,
  isBook: boolean,
  out: Float64Array,
): void {
  const theta1 = state[offset]!;
  const theta2 = state[offset + 1]!;
  const speed1 = state[offset + 2]!;
  const speed2 = state[offset + 3]!;
  const cos2 = Math.cos(theta2);
  const sin2 = Math.sin(theta2);
  const d1 =
    MASS * CENTRE ** 2 + MASS * (LENGTH ** 2 + CENTRE ** 2 + 2 * LENGTH * CENTRE * cos2) + INERTIA + INERTIA;
  const d2 = MASS * (CENTRE ** 2 + LENGTH * CENTRE * cos2) + INERTIA;
  const phi2 = MASS * CENTRE * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
  const phi1 =
    -MASS * LENGTH * CENTRE * (speed2 * speed2) * sin2 -
    2 * MASS * LENGTH * CENTRE * speed2 * speed1 * sin2 +
    (MASS * CENTRE + MASS * LENGTH) * GRAVITY * Math.cos(theta1 - Math.PI / 2) +
    phi2;
  const centrifugal = isBook ? MASS * LENGTH * CENTRE * (speed1 * speed1) * sin2 : 0;
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - centrifugal - phi2) / (MASS * CENTRE ** 2 + INERTIA - d2 ** 2 / d1);
  out[0] = speed1;
  out[1] = speed2;
  out[2] = -(d2 * acceleration2 + phi1) / d1;
  out[3] = acceleration2;
}

/** The same angle in [-π, π]. */
function wrap(angle: number): number {
  while (angle > Math.PI) angle -= TURN;
  while (angle < -Math.PI) angle += TURN;
  return angle;
}

/** Writes what is seen of the state at `offset` into `out`. */
export function observeAcrobot(state: Float64Array, offset: number, out: PackedArray, at: number): void {
  out[at] = Math.cos(state[offset]!);
  out[at + 1] = Math.sin(state[offset]!);
  out[at + 2] = Math.cos(state[offset + 1]!);
  out[at + 3] = Math.sin(state[offset + 1]!);
  out[at + 4] = state[offset + 2]!;
  out[at + 5] = state[offset + 3]!;
}

/** Many chains. */
export class AcrobotRows extends ControlRows {
  private readonly isBook: boolean;
  override readonly resetOptions = RESET_BOUNDS;

  constructor({ numEnvs, options }: VectorSettings<{ bookOrNips: string }>) {
    const { observationSpace, actionSpace } = acrobotSpaces();
    super(numEnvs, observationSpace, actionSpace, SIZE);
    this.isBook = options.bookOrNips === 'book';
  }

  protected start(row: number, options: Record<string, unknown>): void {
    const [low, high] = acrobotStart(options);
    const { states, rngs } = this;
    for (let k = row * SIZE; k < (row + 1) * SIZE; k++) {
      states[k] = Math.fround(rngs[row]!.uniform(low, high));
    }
    observeAcrobot(states, row * SIZE, this.observations, row * OBSERVED);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { states, observations, rewards, terminated, isBook } = this;
    for (let i = from; i < to; i++) {
      const isOver = advanceAcrobot(states, i * SIZE, actions[i]!, isBook);
      rewards[i] = isOver ? 0 : -1;
      terminated[i] = isOver ? 1 : 0;
      observeAcrobot(states, i * SIZE, observations, i * OBSERVED);
    }
  }
}
