// What the book's Dist-DQN learns towards, and its loss (Zai & Brown 2020, listings 7.7 and 7.8).
import { type Tensor, tensor } from '../../tensor/index.js';
import { nearestAtom, type UpdateDistOptions, updateDist } from './update-dist.js';

export interface BookTargetOptions extends UpdateDistOptions {
  /** The reward of a step that decides nothing; every other one becomes the whole target. Default -1. */
  stepReward?: number;
}

/**
 * The distributions of the next states `[B, actions, atoms]`, with that of the action taken moved towards the reward, or
 * all on the reward where the step decided something. As in the book, the next state's distribution of the same action
 * stands in for that of its best one, and the other actions' targets are the next state's too: C51 (`c51`) does neither.
 *
 * @param nextProbabilities Of the target network, `[B, actions, atoms]`.
 * @param actions Index per row. @param rewards One per row.
 */
export function bookTarget(
  nextProbabilities: Tensor,
  actions: ArrayLike<number>,
  rewards: ArrayLike<number>,
  support: ArrayLike<number>,
  { stepReward = -1, ...update }: BookTargetOptions = {},
): Tensor {
  const [, count, atoms] = nextProbabilities.shape as [number, number, number];
  const target = Float32Array.from(nextProbabilities.toArray());
  for (let row = 0; row < rewards.length; row++) {
    const at = (row * count + actions[row]!) * atoms;
    const taken = target.subarray(at, at + atoms);
    if (rewards[row] === stepReward) taken.set(updateDist(stepReward, support, taken, update));
    else taken.fill(0)[nearestAtom(rewards[row]!, support)] = 1;
  }
  return tensor(target, { shape: nextProbabilities.shape });
}

/** Cross-entropy −Σ target·log p, summed over batch, actions and atoms. */
export function distLoss(logProbabilities: Tensor, target: Tensor): Tensor {
  return target.mul(logProbabilities).sum().neg();
}
