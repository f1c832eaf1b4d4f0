// Learnt dynamics: from a state and an action to the next state, the reward, and whether it is the end.
import { bceWithLogits, Linear, Module, mseLoss, type Sequential } from '../../../nn/index.js';
import type { Generator } from '../../../random/index.js';
import type { Tensor } from '../../../tensor/index.js';
import { hiddenLayers } from '../../networks.js';

/** Inputs are `[B, size + actions]`: the encoded state, then the action one-hot. Changes and rewards are in units of their size. */
export class DynamicsNetwork extends Module {
  readonly body: Sequential;
  readonly change: Linear;
  readonly reward: Linear;
  readonly end: Linear;

  constructor(size: number, actions: number, hiddenSizes: readonly number[], rng: Generator) {
    super();
    this.body = hiddenLayers(size + actions, hiddenSizes, { rng });
    const width = hiddenSizes.at(-1) ?? size + actions;
    this.change = new Linear(width, size, { rng });
    this.reward = new Linear(width, 1, { rng });
    this.end = new Linear(width, 1, { rng });
  }

  /** Changes of the state `[B, size]`, rewards `[B]`, and logits of the end `[B]`. */
  override forward(inputs: Tensor) {
    const read = this.body.forward(inputs);
    return {
      changes: this.change.forward(read),
      rewards: this.reward.forward(read).squeeze(1),
      ends: this.end.forward(read).squeeze(1),
    };
  }

  loss(inputs: Tensor, changes: Tensor, rewards: Tensor, ends: Tensor) {
    const predicted = this.forward(inputs);
    // A sum over the numbers of a state: of many that hardly change, the few that do count as much as of few.
    const state = mseLoss(predicted.changes, changes).mul(changes.shape[1]!);
    const reward = mseLoss(predicted.rewards, rewards);
    const end = bceWithLogits(predicted.ends, ends);
    return { loss: state.add(reward).add(end), state, reward, end };
  }
}
