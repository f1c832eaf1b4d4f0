// One gradient step of learners that compare what the network says of the actions taken with a target: recorded, repeated.
import type { Module, Sequential } from '../nn/index.js';
import type { Discrete } from '../spaces/index.js';
import { noGrad, type RecordedStep, scope, type Tensor, where } from '../tensor/index.js';
import type { EnvSource } from './env-agent.js';
import type { Update } from './off-policy-agent.js';
import type { OwnParts } from './own-parts.js';
import { recordedStep } from './repeatable.js';
import type { TransitionBatch } from './transition-batch.js';
import { ValueAgent, type ValueConfig } from './value-agent.js';

export interface QLearningConfig extends ValueConfig {
  doubleQ: boolean;
}

export interface Comparison {
  /** A number, with its tape. */
  loss: Tensor;
  /** `[B]`: how far off each row is; asked for by prioritised draws. */
  errors: Tensor | undefined;
}

export abstract class QLearningAgent<
  C extends QLearningConfig,
  E extends EnvSource = EnvSource,
  N extends Module = Sequential,
> extends ValueAgent<C, E, N> {
  /** Of a class itself, not of its subclasses: `compare` depends on nothing but the batch, the networks and `config`. */
  static readonly repeatable?: boolean;
  private readonly recorded: RecordedStep;

  constructor(env: E, options: unknown, own: OwnParts) {
    super(env, options, own);
    const isKnown = Object.hasOwn(new.target, 'repeatable') && new.target.repeatable === true;
    this.recorded = recordedStep(isKnown, [this.qNetwork, this.targetNetwork], own);
  }

  /** The loss of a batch, computed in tensors alone. */
  protected abstract compare(batch: TransitionBatch): Comparison;

  protected update(batch: TransitionBatch): Update {
    const { states, rewards, nextStates, weights, nextMasks } = batch;
    this.drawNoise();
    return scope(() => {
      // Hyperparameters that change in mid-run are another configuration.
      const key = [states, weights, nextMasks, this.config];
      const { loss, errors } = this.recorded.run(key, () => {
        const comparison = this.compare(batch);
        this.optimizer.zeroGrad();
        comparison.loss.backward();
        return comparison;
      });
      const value = this.applyGradients(loss, { states, rewards, nextStates });
      return { metrics: { 'train/loss': value }, errors: errors?.toArray() };
    });
  }

  /**
   * What the target network says of the best legal action in the next states, `[B, outputs]`. With double Q-learning the
   * online network chooses the action (van Hasselt et al. 2016).
   */
  protected bestNext({ nextStates, nextMasks }: TransitionBatch): Tensor {
    return noGrad(() => {
      const outputs = this.outputsOf(this.targetNetwork, nextStates);
      const chooser = this.config.doubleQ ? this.outputsOf(this.qNetwork, nextStates) : outputs;
      return this.pick(outputs, bestLegal(this.actionValues(chooser), nextMasks));
    });
  }

  /** y = r + γ·Q_target(s', a*), and just r where the task ended, `[B]`; for networks with one output per action. */
  protected targetsOf(batch: TransitionBatch): Tensor {
    const { rewards, discounts } = batch;
    return noGrad(() => rewards.add(this.bestNext(batch).squeeze(1).mul(discounts)));
  }

  /** What the network says of the actions taken, `[B, outputs]`. */
  protected taken({ states, actions }: TransitionBatch): Tensor {
    return this.pick(this.outputsOf(this.qNetwork, states), actions);
  }

  /** @param outputs `[B, n · k]`; @param actions `[B, 1]`; @returns `[B, k]` */
  protected pick(outputs: Tensor, actions: Tensor): Tensor {
    const [rows, all] = outputs.shape as [number, number];
    const { n } = this.env.singleActionSpace as Discrete;
    if (all === n) return outputs.gather(1, actions);
    const index = actions.unsqueeze(2).expand([rows, 1, all / n]);
    return outputs
      .reshape([rows, n, all / n])
      .gather(1, index)
      .squeeze(1);
  }
}

/** The best action of each row, `[B, 1]`. @param values `[B, n]`; @param masks `[B, n]`, 1 for legal ones */
export function bestLegal(values: Tensor, masks: Tensor | undefined): Tensor {
  return (masks ? where(masks, values, -Infinity) : values).argmax(1, true);
}

/** The mean of losses `[B]`, each times its weight where there are weights. */
export function weightedMean(losses: Tensor, weights: Tensor | undefined): Tensor {
  return weights ? losses.mul(weights).mean() : losses.mean();
}
