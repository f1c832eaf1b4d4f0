// Pendulum: swing a pendulum up with a weak motor and hold it there.
//
// | action | meaning             | bounds |     | observation | meaning          | bounds |
// |--------|---------------------|--------|     |-------------|------------------|--------|
// | 0      | torque at the joint | -2 … 2 |     | 0           | cos θ            | -1 … 1 |
//                                                | 1           | sin θ            | -1 … 1 |
//                                                | 2           | angular velocity | -8 … 8 |
//
// θ is 0 upright. Dynamics: θ' += (3 g / 2 l · sin θ + 3 / (m l²) · torque) dt, clipped to ±8, then θ += θ' dt;
// m = l = 1, dt = 0.05, g an argument. Torques beyond the bounds are clipped. Products with the torque are single
// precision, as NumPy 2 promotes (under NumPy 1 Gymnasium's own results differ by about 1e-7).
// Reward: -(θ² + 0.1 θ'² + 0.001 torque²), θ in ±π, of the state before the step: from -16.27 to 0.
// Start: θ uniform in ±π, θ' in ±1 (`reset({ options: { x_init, y_init } })` changes these half-widths).
// End: never terminated; truncated after 200 steps. No solved threshold; good policies reach about -150.
// Arguments: `g` (10).
// Versions: v1, step for step as in Gymnasium.
import type { Box } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { SelectObservation } from '../wrappers/select-observation.js';
import {
  advancePendulum,
  clippedTorque,
  MAX_TORQUE,
  PENDULUM_RESET,
  pendulumSpaces,
  startPendulum,
} from './pendulum-dynamics.js';

const OPTIONS = {
  /** Gravity, m/s². */
  g: 10,
};

export type PendulumOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Pendulum extends SeededEnv<Float32Array, Float32Array> {
  readonly observationSpace: Box;
  readonly actionSpace: Box;
  /** Angle (not wrapped), angular velocity. */
  readonly state = new Float64Array(2);
  private readonly gravity: number;
  private torque = 0;
  protected override readonly resetOptions = PENDULUM_RESET;

  constructor(options: PendulumOptions = {}) {
    super();
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } = pendulumSpaces());
    this.gravity = readOptions('Pendulum', OPTIONS, options).g;
  }

  protected start(options: Record<string, unknown>): ResetResult<Float32Array> {
    startPendulum(this.state, 0, this.rng, options);
    this.torque = 0;
    return { observation: this.observe(), info: {} };
  }

  step(action: Float32Array): StepResult<Float32Array> {
    this.torque = clippedTorque(action[0]!);
    const sine = Math.sin(this.state[0]!);
    const reward = -advancePendulum(this.state, 0, sine, this.torque, this.gravity);
    return { observation: this.observe(), reward, terminated: false, truncated: false, info: {} };
  }

  private observe(): Float32Array {
    const observation = new Float32Array(3);
    observation[0] = Math.cos(this.state[0]!);
    observation[1] = Math.sin(this.state[0]!);
    observation[2] = this.state[1]!;
    return observation;
  }

  override render(): Drawing {
    const centre = 200;
    const angle = this.state[0]!;
    const tipX = centre - 130 * Math.sin(angle);
    const tipY = centre - 130 * Math.cos(angle);
    return {
      width: 400,
      height: 400,
      background: '#f6f8fb',
      shapes: [
        { kind: 'circle', x: centre, y: centre, radius: 158, stroke: '#e3e8ef', strokeWidth: 2 },
        { kind: 'line', x1: centre, y1: 34, x2: centre, y2: 50, stroke: '#8793a6', strokeWidth: 2 },
        {
          kind: 'line',
          x1: centre,
          y1: centre,
          x2: tipX,
          y2: tipY,
          stroke: '#c44e52',
          strokeWidth: 28,
          round: true,
        },
        { kind: 'circle', x: centre, y: centre, radius: 7, fill: '#27364d' },
        ...this.torqueBar(),
      ],
    };
  }

  /** The torque as a bar from the middle, at the lower edge. */
  private torqueBar(): Drawing['shapes'] {
    const length = (this.torque / MAX_TORQUE) * 120;
    return [
      { kind: 'rect', x: 80, y: 376, width: 240, height: 8, radius: 4, fill: '#e3e8ef' },
      {
        kind: 'rect',
        x: 200 + Math.min(0, length),
        y: 376,
        width: Math.abs(length),
        height: 8,
        radius: 4,
        fill: '#2f6fb0',
      },
    ];
  }

  protected snapshot(): EnvState {
    return { state: [...this.state], torque: this.torque };
  }

  protected restore({ state, torque }: EnvState): void {
    this.state.set(state as number[]);
    this.torque = torque as number;
  }
}

/** Places of cos θ and sin θ in observations. */
export const DIRECTION = [0, 1];
// Left turns it to the left where it stands upright: counterclockwise.
const play = { keys: { left: [2], right: [-2] }, idle: [0], fps: 20 };

export const pendulumV1 = /* @__PURE__ */ defineEnv({
  id: 'Pendulum-v1',
  description: 'Swing a pendulum up with a weak motor and hold it there.',
  maxEpisodeSteps: 200,
  options: OPTIONS,
  create: (options) => new Pendulum(options),
  play,
});

export const pendulumNoVelV1 = /* @__PURE__ */ defineEnv({
  id: 'PendulumNoVel-v1',
  description: 'Pendulum with its angle only: the velocity must be remembered from step to step.',
  maxEpisodeSteps: 200,
  options: OPTIONS,
  create: (options) => new SelectObservation(new Pendulum(options), DIRECTION),
  play,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Pendulum-v1': typeof pendulumV1;
    'PendulumNoVel-v1': typeof pendulumNoVelV1;
  }
}
