// Bodies that are rewarded for getting on along x, at the cost of their efforts.
import type { Info } from '../env.js';
import { option } from '../options.js';
import {
  controlCost,
  MujocoEnv,
  type MujocoSettings,
  mujocoOptions,
  type Outcome,
  put,
} from './mujoco-env.js';

interface Weights {
  forward: number;
  ctrl: number;
  noise: number;
}

/** Options of every one of these environments. */
export function locomotionOptions(frameSkip: number, { forward, ctrl, noise }: Weights) {
  return {
    ...mujocoOptions(frameSkip),
    /** Reward for each m/s along x. */
    forwardRewardWeight: forward,
    /** Cost of the squared action. */
    ctrlCostWeight: ctrl,
    /** Scale of the noise at the start. */
    resetNoiseScale: option(noise, { min: 0 }),
    /** Observations leave out where along the ground the body is. */
    excludeCurrentPositionsFromObservation: true,
  };
}

export interface LocomotionSettings extends MujocoSettings {
  forwardRewardWeight: number;
  ctrlCostWeight: number;
  resetNoiseScale: number;
  excludeCurrentPositionsFromObservation: boolean;
}

export abstract class Locomotion<S extends LocomotionSettings> extends MujocoEnv<S> {
  /** How many of the first positions say where the body is: 1 in a plane of x and z, else 2. */
  protected abstract readonly freePositions: 1 | 2;
  /** Velocities in observations are clipped to ±this. */
  protected readonly velocityLimit: number = Infinity;
  /** x and y of what should get on, after {@link locate}. */
  protected readonly place = new Float64Array(2);

  protected locate(): void {
    const qpos = this.simulation.array('qpos');
    this.place[0] = qpos[0]!;
    this.place[1] = qpos[1]!;
  }

  protected disturb(qpos: Float64Array, qvel: Float64Array): void {
    this.addUniform(qpos, this.settings.resetNoiseScale);
    this.addUniform(qvel, this.settings.resetNoiseScale);
  }

  /** Positions, without those that say where the body is, and velocities, with room for more after them. */
  protected observe(more = 0): Float64Array {
    const qpos = this.simulation.array('qpos');
    const qvel = this.simulation.array('qvel');
    const from = this.settings.excludeCurrentPositionsFromObservation ? this.freePositions : 0;
    const out = new Float64Array(qpos.length - from + qvel.length + more);
    const end = put(out, 0, qpos, from);
    put(out, end, qvel, 0, qvel.length, this.velocityLimit);
    return out;
  }

  protected act(action: Float32Array): Outcome {
    const { dt, place, freePositions } = this;
    this.locate();
    const [x, y] = place as unknown as [number, number];
    this.run(action);
    this.locate();
    const info = this.resetInfo();
    info.x_velocity = (place[0]! - x) / dt;
    if (freePositions === 2) info.y_velocity = (place[1]! - y) / dt;
    const forward = this.settings.forwardRewardWeight * (info.x_velocity as number);
    const ctrl = this.ctrlCost(action);
    info.reward_forward = forward;
    info.reward_ctrl = -ctrl;
    return this.judge(forward, ctrl, info);
  }

  protected ctrlCost(action: Float32Array): number {
    return controlCost(this.settings.ctrlCostWeight, action);
  }

  /** The outcome of a step; may say more in `info`. */
  protected judge(forward: number, ctrl: number, info: Info): Outcome {
    return { reward: forward - ctrl, terminated: false, info };
  }

  protected override resetInfo(): Info {
    const [x, y] = this.simulation.array('qpos') as unknown as [number, number];
    if (this.freePositions === 1) return { x_position: x };
    return { x_position: x, y_position: y, distance_from_origin: Math.sqrt(x * x + y * y) };
  }
}
