// Bodies that get on along x and must not fall: a reward for every healthy step, an end at the first that is not.
import type { Info } from '../env.js';
import { type Option, option } from '../options.js';
import { Locomotion, type LocomotionSettings } from './locomotion.js';
import type { Outcome } from './mujoco-env.js';

export type Range = number[];

/** An option of a lower and an upper bound, which may be infinite. */
export function range(low: number, high: number): Option<Range> {
  return option<Range>([low, high], { length: 2, infinite: true, ascending: true });
}

/** Options of health; the range of heights is that of z. */
export function healthOptions(healthyReward: number, [low, high]: readonly [number, number]) {
  return {
    /** Reward for every step after which the body is healthy. */
    healthyReward,
    /** The episode ends when the body is not healthy. */
    terminateWhenUnhealthy: true,
    /** Heights at which the body is healthy, in m. */
    healthyZRange: range(low, high),
  };
}

export interface LeggedSettings extends LocomotionSettings {
  healthyReward: number;
  terminateWhenUnhealthy: boolean;
  healthyZRange: Range;
}

export abstract class Legged<S extends LeggedSettings> extends Locomotion<S> {
  protected abstract isHealthy(): boolean;

  /** Cost of forces from outside; in `info` only where a body has it. */
  protected contactCost(): number | undefined {
    return undefined;
  }

  protected override judge(forward: number, ctrl: number, info: Info): Outcome {
    const { healthyReward, terminateWhenUnhealthy } = this.settings;
    const isHealthy = this.isHealthy();
    const survive = isHealthy ? healthyReward : 0;
    const contact = this.contactCost();
    if (contact !== undefined) info.reward_contact = -contact;
    info.reward_survive = survive;
    const reward = forward + survive - (ctrl + (contact ?? 0));
    return { reward, terminated: !isHealthy && terminateWhenUnhealthy, info };
  }
}

/** The value lies between the bounds, which are not part of the range. */
export function isWithin([low, high]: Range, value: number): boolean {
  return low! < value && value < high!;
}
