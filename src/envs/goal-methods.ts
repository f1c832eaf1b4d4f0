// What environments with goals answer when a reached state is looked at as if another had been wanted; passed on by whatever
// stands around them.
import type { Env } from './env.js';

export const GOAL_METHODS = ['computeReward', 'computeTerminated'] as const;
export type GoalMethod = (typeof GOAL_METHODS)[number];
export type GoalMethods = Pick<Env, GoalMethod>;

/** Gives `outer` those of the methods that `inner` has. @param relabelled what `outer` makes of rewards */
export function passGoalMethods(
  outer: GoalMethods,
  inner: GoalMethods,
  relabelled = (reward: number) => reward,
): void {
  if (inner.computeReward) {
    outer.computeReward = (achieved, desired, info) =>
      relabelled(inner.computeReward!(achieved, desired, info));
  }
  if (inner.computeTerminated) {
    outer.computeTerminated = (achieved, desired, info) => inner.computeTerminated!(achieved, desired, info);
  }
}
