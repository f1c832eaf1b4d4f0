// CartPole: keep a pole upright on a cart that is pushed left or right.
//
// A pole hangs on a frictionless joint on a cart that moves along a track. Source: A. Barto, R. Sutton,
// C. Anderson, Neuronlike adaptive elements that can solve difficult learning control problems, 1983.
//
// | action | meaning            |     | observation | meaning                     | ends the episode beyond |
// |--------|--------------------|     |-------------|-----------------------------|-------------------------|
// | 0      | push left (-10 N)  |     | 0           | cart position (m)           | ±2.4                    |
// | 1      | push right (+10 N) |     | 1           | cart velocity (m/s)         |                         |
//                                     | 2           | pole angle (rad)            | ±0.2095 (12°)           |
//                                     | 3           | pole angular velocity       |                         |
//
// Dynamics: gravity 9.8, cart 1 kg, pole 0.1 kg and half-length 0.5 m, explicit Euler steps of 0.02 s.
// Reward: 1 in every step, the last included. With `suttonBartoReward`: 0, and -1 in the step that fails.
// Start: each of the four variables uniform in ±0.05 (`reset({ options: { low, high } })` changes the bounds).
// End: terminated beyond the bounds above; truncated after 500 steps (v0: 200).
// Arguments: `suttonBartoReward` (false).
// Versions: v1 lasts 500 steps, solved at 475; v0 200 steps, solved at 195. Both step for step as in Gymnasium.
import type { Box, Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { SelectObservation } from '../wrappers/select-observation.js';
import {
  advanceCartPole,
  cartPoleReward,
  cartPoleSpaces,
  cartPoleStart,
  LENGTH,
  MAX_POSITION,
} from './cartpole-dynamics.js';
import { RESET_BOUNDS } from './reset-bounds.js';

const OPTIONS = {
  /** Reward 0 per step and -1 for failing, as in Sutton and Barto's book, instead of 1 per step. */
  suttonBartoReward: false,
};

export type CartPoleOptions = Partial<OptionValues<typeof OPTIONS>>;

export class CartPole extends SeededEnv<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  /** Position, velocity, angle, angular velocity. */
  readonly state = new Float64Array(4);
  private readonly suttonBartoReward: boolean;
  protected override readonly resetOptions = RESET_BOUNDS;

  constructor(options: CartPoleOptions = {}) {
    super();
    const { suttonBartoReward } = readOptions('CartPole', OPTIONS, options);
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } = cartPoleSpaces());
    this.suttonBartoReward = suttonBartoReward;
  }

  protected start(options: Record<string, unknown>): ResetResult<Float32Array> {
    const [low, high] = cartPoleStart(options);
    this.rng.fillUniform(this.state, low, high);
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    const terminated = advanceCartPole(this.state, 0, action);
    const reward = cartPoleReward(terminated, this.suttonBartoReward);
    return { observation: this.observe(), reward, terminated, truncated: false, info: {} };
  }

  private observe(): Float32Array {
    const { state } = this;
    const observation = new Float32Array(4);
    observation[0] = state[0]!;
    observation[1] = state[1]!;
    observation[2] = state[2]!;
    observation[3] = state[3]!;
    return observation;
  }

  override render(): Drawing {
    const width = 600;
    const scale = width / (2 * MAX_POSITION);
    const cartX = width / 2 + this.state[0]! * scale;
    const trackY = 300;
    const axleY = trackY - 22;
    const pole = 2 * LENGTH * scale;
    const tipX = cartX + pole * Math.sin(this.state[2]!);
    const tipY = axleY - pole * Math.cos(this.state[2]!);
    return {
      width,
      height: 400,
      background: '#f6f8fb',
      shapes: [
        { kind: 'rect', x: 0, y: trackY + 14, width, height: 86, fill: '#e3e8ef' },
        {
          kind: 'line',
          x1: 0,
          y1: trackY + 14,
          x2: width,
          y2: trackY + 14,
          stroke: '#8793a6',
          strokeWidth: 2,
        },
        { kind: 'rect', x: cartX - 36, y: trackY - 22, width: 72, height: 28, radius: 6, fill: '#27364d' },
        {
          kind: 'circle',
          x: cartX - 20,
          y: trackY + 6,
          radius: 8,
          fill: '#27364d',
          stroke: '#f6f8fb',
          strokeWidth: 2,
        },
        {
          kind: 'circle',
          x: cartX + 20,
          y: trackY + 6,
          radius: 8,
          fill: '#27364d',
          stroke: '#f6f8fb',
          strokeWidth: 2,
        },
        {
          kind: 'line',
          x1: cartX,
          y1: axleY,
          x2: tipX,
          y2: tipY,
          stroke: '#d98841',
          strokeWidth: 12,
          round: true,
        },
        { kind: 'circle', x: cartX, y: axleY, radius: 5, fill: '#f6f8fb' },
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

const description = 'Keep a pole upright on a cart by pushing it left or right.';
const create = (options: CartPoleOptions) => new CartPole(options);
const play = { actions: ['push left', 'push right'], keys: { left: 0, right: 1 }, fps: 15 };
/** Places of the cart's position and the pole's angle in observations. */
export const POSITIONS = [0, 2];

export const cartPoleV0 = /* @__PURE__ */ defineEnv({
  id: 'CartPole-v0',
  description,
  maxEpisodeSteps: 200,
  rewardThreshold: 195,
  options: OPTIONS,
  create,
  play,
});

export const cartPoleV1 = /* @__PURE__ */ defineEnv({
  id: 'CartPole-v1',
  description,
  maxEpisodeSteps: 500,
  rewardThreshold: 475,
  options: OPTIONS,
  create,
  play,
});

export const cartPoleNoVelV1 = /* @__PURE__ */ defineEnv({
  id: 'CartPoleNoVel-v1',
  description: 'CartPole with positions only: velocities must be remembered from step to step.',
  maxEpisodeSteps: 500,
  rewardThreshold: 475,
  options: OPTIONS,
  create: (options) => new SelectObservation(new CartPole(options), POSITIONS),
  play,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'CartPole-v0': typeof cartPoleV0;
    'CartPole-v1': typeof cartPoleV1;
    'CartPoleNoVel-v1': typeof cartPoleNoVelV1;
  }
}
