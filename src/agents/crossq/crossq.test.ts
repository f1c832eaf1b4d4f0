import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../../test/agents.js';
import { recordedSpaces } from '../../../test/sb3-updates.js';
import { makeVec } from '../../envs/index.js';
import { cat, noGrad, scope } from '../../tensor/index.js';
import type { TransitionBatch } from '../transition-batch.js';
import { CrossQ } from './crossq.js';

const small = { batchSize: 8, hiddenSizes: [6], criticHiddenSizes: [7, 5], seed: 1 };

class Open extends CrossQ {
  get batch() {
    return (this as unknown as { batches: { batch: TransitionBatch } }).batches.batch;
  }

  gradients() {
    this.parts.train();
    return this.criticGradients(this.batch);
  }

  learn1() {
    this.parts.train();
    this.learnt.updates++;
    return this.update(this.batch);
  }
}

function filled(options = {}): Open {
  const agent = new Open(recordedSpaces('continuous'), { ...small, ...options });
  const { states, nextStates, actions, rewards, discounts } = agent.batch;
  for (const [i, part] of [states, nextStates, actions, rewards].entries())
    part.data.set(Array.from(part.data, (_, k) => Math.sin(3 * k + i)));
  discounts.data.fill(0.9);
  return agent;
}

describe('CrossQ', () => {
  it('has no target networks, and refuses their hyperparameters', () => {
    const agent = filled();
    expect(Object.keys(agent.parts.networks)).toEqual(['actor', 'critic', 'ent_coef']);
    for (const key of ['tau', 'targetUpdateInterval'])
      expect(() => new CrossQ('Pendulum-v1', { [key]: 1 } as never)).toThrow(
        `${key}: no such hyperparameter`,
      );
  });

  it('values states and next states in one batch; no gradient flows through the target', () => {
    const agent = filled({ entCoef: 0 });
    const { values, targets } = scope(() => {
      const found = agent.gradients();
      return { values: found.values.map((each) => each.toArray()), targets: found.targets.toArray() };
    });
    const again = filled({ entCoef: 0 });
    const { critic, actor, batch } = again;
    actor.eval();
    critic.train();
    const next = noGrad(() => actor.forward(batch.nextStates).mode());
    // Without noise in `nextDraws` the draw is the mode.
    const joined = noGrad(() =>
      critic.values(cat([batch.states, batch.nextStates], 0), cat([batch.actions, next], 0)),
    ).map((each) => each.toArray());
    for (let row = 0; row < 8; row++) {
      for (const i of [0, 1]) expect(values[i]![row]).toBeCloseTo(joined[i]![row]!, 5);
      const least = Math.min(joined[0]![row + 8]!, joined[1]![row + 8]!);
      expect(targets[row]).toBeCloseTo(batch.rewards.data[row]! + 0.9 * least, 5);
    }
    const apart = noGrad(() => critic.values(batch.states, batch.actions))[0]!.toArray();
    expect(Math.abs(apart[0]! - joined[0]![0]!)).toBeGreaterThan(1e-3);
  });

  it('counts one batch of both halves per step; the policy step counts none of the critics', () => {
    const agent = filled({ policyDelay: 2 });
    const counted = (name: string) => agent.weights()[`${name}.num_batches_tracked`]!.data[0];
    const seen = [1, 2, 3, 4].map(() => {
      const { metrics } = agent.learn1();
      return [counted('critic.qf0.0'), counted('actor.latent_pi.0'), 'train/actor_loss' in metrics];
    });
    expect(seen).toEqual([
      [1, 0, false],
      [2, 1, true],
      [3, 1, false],
      [4, 2, true],
    ]);
  });

  it('predicts single observations from the start, the same with and without others beside them', async () => {
    const agent = new CrossQ('Pendulum-v1', { ...small, learningStarts: 20 });
    const observation = Float32Array.of(1, 0, 0.5);
    const alone = () => {
      const out = new Float32Array(1);
      agent.predictBatch(observation, 1, out);
      return out[0]!;
    };
    alone();
    await agent.learn({ totalSteps: 60 });
    const both = new Float32Array(2);
    agent.predictBatch(Float32Array.of(1, 0, 0.5, -1, 0, 3), 2, both);
    expect(both[0]).toBeCloseTo(alone(), 5);
  });

  it('goes on bit for bit once renormalisation is warm', async () => {
    const options = { ...small, renormWarmup: 50, learningStarts: 30, logInterval: 1 };
    await expectExactResume(() => new CrossQ(makeVec('Pendulum-v1'), options), 400, 217);
  });
});
