// Acrobot: swing the tip of a two-link chain above a line with a motor at the joint between the links.
//
// Source: R. Sutton, Generalization in reinforcement learning: successful examples using sparse coarse coding,
// 1996, with the dynamics of Sutton and Barto's book, section 11.3 of the first edition.
//
// | action | meaning    |     | observation | meaning                            | bounds   |
// |--------|------------|     |-------------|------------------------------------|----------|
// | 0      | torque -1  |     | 0, 1        | cos, sin of θ1 (0 hangs down)      | -1 … 1   |
// | 1      | no torque  |     | 2, 3        | cos, sin of θ2 (relative to link 1)| -1 … 1   |
// | 2      | torque +1  |     | 4           | angular velocity of link 1         | ±4π      |
//                             | 5           | angular velocity of link 2         | ±9π      |
//
// Dynamics: both links 1 m and 1 kg, centre of mass in the middle, moment of inertia 1, gravity 9.8; one
// Runge-Kutta step of 0.2 s; angles wrapped to ±π, velocities clipped.
// Reward: -1 in every step, 0 in the one that reaches the line.
// Start: all four variables uniform in ±0.1 (`reset({ options: { low, high } })` changes the bounds).
// End: terminated when -cos θ1 - cos(θ1 + θ2) > 1; truncated after 500 steps. Solved at -100.
// Arguments: `bookOrNips` (`book`): `nips` leaves out a term, as the equations printed in the paper of 1996 do.
// Versions: v1, step for step as in Gymnasium up to the last bits of its trigonometry.
import type { Box, Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { acrobotSpaces, acrobotStart, advanceAcrobot, observeAcrobot } from './acrobot-dynamics.js';
import { RESET_BOUNDS } from './reset-bounds.js';

const OPTIONS = {
  /** `nips` leaves out a term, as the equations printed in the paper of 1996 do. */
  bookOrNips: option('book', { choices: ['book', 'nips'] }),
};

export type AcrobotOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Acrobot extends SeededEnv<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  /** θ1, θ2 and their velocities. */
  readonly state = new Float64Array(4);
  private readonly isBook: boolean;
  protected override readonly resetOptions = RESET_BOUNDS;

  constructor(options: AcrobotOptions = {}) {
    super();
    this.isBook = readOptions('Acrobot', OPTIONS, options).bookOrNips === 'book';
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } = acrobotSpaces());
  }

  protected start(options: Record<string, unknown>): ResetResult<Float32Array> {
    const [low, high] = acrobotStart(options);
    for (let i = 0; i < 4; i++) this.state[i] = Math.fround(this.rng.uniform(low, high));
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    const terminated = advanceAcrobot(this.state, 0, action, this.isBook);
    return {
      observation: this.observe(),
      reward: terminated ? 0 : -1,
      terminated,
      truncated: false,
      info: {},
    };
  }

  private observe(): Float32Array {
    const observation = new Float32Array(6);
    observeAcrobot(this.state, 0, observation, 0);
    return observation;
  }

  override render(): Drawing {
    const scale = 90;
    const x0 = 200;
    const y0 = 210;
    const x1 = x0 + scale * Math.sin(this.state[0]!);
    const y1 = y0 + scale * Math.cos(this.state[0]!);
    const x2 = x1 + scale * Math.sin(this.state[0]! + this.state[1]!);
    const y2 = y1 + scale * Math.cos(this.state[0]! + this.state[1]!);
    const goalY = y0 - scale;
    return {
      width: 400,
      height: 420,
      background: '#f6f8fb',
      shapes: [
        { kind: 'line', x1: 20, y1: goalY, x2: 380, y2: goalY, stroke: '#d98841', strokeWidth: 2.5 },
        { kind: 'line', x1: x0, y1: y0, x2: x1, y2: y1, stroke: '#2f6fb0', strokeWidth: 16, round: true },
        { kind: 'line', x1: x1, y1: y1, x2: x2, y2: y2, stroke: '#5aa0c8', strokeWidth: 16, round: true },
        { kind: 'circle', x: x0, y: y0, radius: 6, fill: '#27364d' },
        { kind: 'circle', x: x1, y: y1, radius: 6, fill: '#27364d' },
        { kind: 'circle', x: x2, y: y2, radius: 4, fill: '#f6f8fb' },
      ],
    };
  }

  protected snapshot(): EnvState {
    return { state: [...this.state] };
  }

  protected restore({ state }: EnvState): void {
    this.state.set(state as number[]);
  }
}

export const acrobotV1 = /* @__PURE__ */ defineEnv({
  id: 'Acrobot-v1',
  description: 'Swing the tip of a two-link chain above a line.',
  maxEpisodeSteps: 500,
  rewardThreshold: -100,
  options: OPTIONS,
  create: (options) => new Acrobot(options),
  play: { actions: ['torque -1', 'no torque', 'torque +1'], keys: { left: 0, right: 2 }, idle: 1, fps: 10 },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Acrobot-v1': typeof acrobotV1;
  }
}
