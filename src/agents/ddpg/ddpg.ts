// Deep deterministic policy gradient (Lillicrap et al. 2016, Algorithm 1).
import { noGrad, type Tensor } from '../../tensor/index.js';
import { DeterministicActor } from '../actors.js';
import type { AgentSpec } from '../config.js';
import { ContinuousAgent, type CriticGradients } from '../continuous-agent.js';
import type { EnvSource, OnlyBox } from '../env-agent.js';
import type { Update } from '../off-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type DDPGConfig, type DDPGOptions, ddpgSpec } from './config.js';

/**
 * DDPG for continuous actions.
 *
 * @example
 * const agent = new DDPG('Pendulum-v1', { gamma: 0.98, seed: 1 });
 * await agent.learn({ totalSteps: 20_000 });
 * agent.predict(observation);
 */
export class DDPG<E extends EnvSource = EnvSource, C extends DDPGConfig = DDPGConfig> extends ContinuousAgent<
  C,
  DeterministicActor,
  E
> {
  static override readonly spec: AgentSpec = ddpgSpec;
  readonly actorTarget: DeterministicActor;

  constructor(env: E & OnlyBox<E>, options: DDPGOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    this.actorTarget = this.parts.network('actor_target', this.makeActor(own), { fixed: true });
    this.actorTarget.loadStateDict(this.actor.stateDict());
    this.recordSteps(new.target === DDPG, own);
  }

  protected override makeActor(own: OwnParts): DeterministicActor {
    return new DeterministicActor(this.makeExtractor(own), this.actorOptions(own));
  }

  protected override get numCritics(): number {
    return 1;
  }

  protected override choose(states: Tensor): Tensor {
    return this.actor.forward(states);
  }

  protected override improve(batch: TransitionBatch): Update {
    const { states, weights } = batch;
    const found = this.criticStep.run([states, weights], () => this.criticGradients(batch));
    const errors = this.errors(found, batch);
    const criticLoss = this.step('critic_loss', this.criticOptimizer, found.loss, batch);
    const { updates } = this.learnt;
    if (updates % this.policyDelay !== 0) {
      return { metrics: { 'train/critic_loss': criticLoss }, errors };
    }
    const policyLoss = this.actorStep.run([states], () => this.actorGradients(batch));
    const actorLoss = this.step('actor_loss', this.actorOptimizer, policyLoss, batch);
    const { critic, criticTarget, actor, actorTarget } = this;
    this.updateTargets(
      [
        [critic, criticTarget],
        [actor, actorTarget],
      ],
      updates / this.policyDelay,
    );
    return { metrics: { 'train/critic_loss': criticLoss, 'train/actor_loss': actorLoss }, errors };
  }

  /** (Q(s, a) - y)² with y = r + γ·Q'(s', μ'(s')), and just r where the task ended. */
  private criticGradients(batch: TransitionBatch): CriticGradients {
    const { states, actions, rewards, nextStates, discounts, weights } = batch;
    const targets = noGrad(() => {
      const next = this.criticTarget.smallest(nextStates, this.targetActions(nextStates));
      return rewards.add(next.mul(discounts));
    });
    const values = this.critic.values(states, actions);
    const loss = this.criticLoss(values, targets, weights);
    this.criticOptimizer.zeroGrad();
    loss.backward();
    return { loss, values, targets };
  }

  /** -Q(s, μ(s)). @param values Q(s, μ(s)), `[B]` @param _chosen μ(s) */
  protected policyLoss(values: Tensor, _chosen: Tensor, _batch: TransitionBatch): Tensor {
    return values.mean().neg();
  }

  /** μ'(s'). */
  protected targetActions(nextStates: Tensor): Tensor {
    return this.actorTarget.forward(nextStates);
  }

  private actorGradients(batch: TransitionBatch): Tensor {
    const { states } = batch;
    return this.critic.frozen(() => {
      const chosen = this.actor.forward(states);
      const loss = this.policyLoss(this.critic.first(states, chosen), chosen, batch);
      this.actorOptimizer.zeroGrad();
      loss.backward();
      return loss;
    });
  }
}
