// The motion of Pendulum on plain numbers: for one pendulum, and for many side by side.
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import { Box, type PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import type { EnvState } from '../env.js';
import { ControlRows } from './control-rows.js';

const MAX_SPEED = 8;
export const MAX_TORQUE = 2;
const DT = 0.05;
const TURN = 2 * Math.PI;
const single = Math.fround;
const EFFORT = single(0.001);
/** Options of `reset`. */
export const PENDULUM_RESET = ['x_init', 'y_init'];

export function pendulumSpaces() {
  return {
    observationSpace: new Box({ low: [-1, -1, -MAX_SPEED], high: [1, 1, MAX_SPEED] }),
    actionSpace: new Box({ low: -MAX_TORQUE, high: MAX_TORQUE, shape: [1] }),
  };
}

/** Draws angle and angular velocity into `state`. @throws UserError when an option of `reset` is no number. */
export function startPendulum(
  state: Float64Array,
  offset: number,
  rng: Generator,
  { x_init = Math.PI, y_init = 1 }: Record<string, unknown>,
): void {
  if (!Number.isFinite(x_init) || !Number.isFinite(y_init)) {
    throw new UserError(`reset options x_init and y_init must be numbers, got ${x_init} and ${y_init}.`);
  }
  state[offset] = rng.uniform(-(x_init as number), x_init as number);
  state[offset + 1] = rng.uniform(-(y_init as number), y_init as number);
}

/** The torque that the motor gives. */
export function clippedTorque(action: number): number {
  return Math.max(-MAX_TORQUE, Math.min(MAX_TORQUE, single(action)));
}

/**
 * Moves angle and angular velocity at `offset` one step on.
 *
 * @param sine sin of the angle
 * @returns what the step costs
 */
export function advancePendulum(
  state: Float64Array,
  offset: number,
  sine: number,
  torque: number,
  gravity: number,
): number {
  const angle = state[offset]!;
  const speed = state[offset + 1]!;
  const distance = wrapAngle(angle);
  const effort = single(EFFORT * single(torque * torque));
  const turn = ((3 * gravity) / 2) * sine + single(3 * torque);
  const newSpeed = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, speed + turn * DT));
  state[offset] = angle + newSpeed * DT;
  state[offset + 1] = newSpeed;
  return distance * distance + 0.1 * (speed * speed) + effort;
}

/** The same angle in [-π, π). */
function wrapAngle(angle: number): number {
  const shifted = angle + Math.PI;
  // Mostly it is there already, and a remainder costs more than a sine.
  if (shifted >= 0 && shifted < TURN) return shifted - Math.PI;
  const rest = shifted % TURN;
  return (rest < 0 ? rest + TURN : rest) - Math.PI;
}

/** Many pendulums. */
export class PendulumRows extends ControlRows {
  private readonly gravity: number;
  private readonly torques: Float64Array;
  /** Sines of the angles: observed after a step, needed in the next. */
  private readonly sines: Float64Array;
  override readonly resetOptions = PENDULUM_RESET;

  constructor({ numEnvs, options }: VectorSettings<{ g: number }>) {
    const { observationSpace, actionSpace } = pendulumSpaces();
    super(numEnvs, observationSpace, actionSpace, 2);
    this.gravity = options.g;
    this.torques = new Float64Array(numEnvs);
    this.sines = new Float64Array(numEnvs);
  }

  protected start(row: number, options: Record<string, unknown>): void {
    startPendulum(this.states, 2 * row, this.rngs[row]!, options);
    this.torques[row] = 0;
    this.observe(row, row + 1);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { states, torques, sines, rewards, gravity } = this;
    for (let i = from; i < to; i++) {
      const torque = clippedTorque(actions[i]!);
      rewards[i] = -advancePendulum(states, 2 * i, sines[i]!, torque, gravity);
      torques[i] = torque;
    }
    this.terminated.fill(0, from, to);
    this.observe(from, to);
  }

  private observe(from: number, to: number): void {
    const { observations, states, sines } = this;
    for (let i = from; i < to; i++) {
      const angle = states[2 * i]!;
      const sine = Math.sin(angle);
      sines[i] = sine;
      observations[3 * i] = Math.cos(angle);
      observations[3 * i + 1] = sine;
      observations[3 * i + 2] = states[2 * i + 1]!;
    }
  }

  protected override snapshot(row: number): EnvState {
    return { ...super.snapshot(row), torque: this.torques[row] };
  }

  protected override restore(row: number, state: EnvState): void {
    super.restore(row, state);
    this.torques[row] = state.torque as number;
    this.sines[row] = Math.sin(this.states[2 * row]!);
  }
}
