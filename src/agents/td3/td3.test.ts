import { describe, expect, it } from 'vitest';
import { recordedSpaces } from '../../../test/sb3-updates.js';
import { Generator } from '../../random/index.js';
import { noGrad, type tensor } from '../../tensor/index.js';
import type { TransitionBatch } from '../transition-batch.js';
import { fillClipped, TD3 } from './td3.js';

/** TD3 with what its updates use in the open. */
class Open extends TD3 {
  override targetActions(nextStates: ReturnType<typeof tensor>) {
    return super.targetActions(nextStates);
  }

  learn1(batch: TransitionBatch) {
    this.learnt.updates++;
    return this.update(batch);
  }

  get batch() {
    return (this as unknown as { batches: { batch: TransitionBatch } }).batches.batch;
  }

  set draws(values: number[]) {
    const left = Float32Array.from(values);
    (this.rng.noise as { fillNormal: unknown }).fillNormal = (out: Float32Array, _: number, sigma: number) =>
      out.set(left.map((value) => value * sigma));
  }
}

describe('TD3', () => {
  it('draws smoothing noise of the given deviation within its limit', () => {
    const noise = new Float32Array(10_000);
    fillClipped(noise, 0.2, 0.5, new Generator(1));
    const deviation = Math.sqrt(noise.reduce((sum, x) => sum + x * x, 0) / noise.length);
    expect(deviation).toBeGreaterThan(0.19);
    expect(deviation).toBeLessThan(0.2);
    expect(Math.max(...noise)).toBe(0.5);
    expect(Math.min(...noise)).toBe(-0.5);
  });

  it("smooths the target: y = r + γ·min Q'(s', clip(μ'(s') + clip(ε, ±c), ±1)), by hand", () => {
    const agent = new Open(recordedSpaces('continuous'), {
      ...{ hiddenSizes: [], batchSize: 2, gamma: 0.5, targetPolicyNoise: 0.5, targetNoiseClip: 0.3 },
      learningRate: 0,
    });
    // Linear: μ'(s') = tanh(0.25·s'₀, 0), Q₁ = a₀ + 2·a₁, Q₂ = 1 - a₀; the online critics say 0.
    const weights = agent.weights();
    for (const { data } of Object.values(weights)) data.fill(0);
    weights['actor_target.mu.0.weight']!.data[0] = 0.25;
    weights['critic_target.qf0.0.weight']!.data.set([0, 0, 0, 0, 0, 1, 2]);
    weights['critic_target.qf1.0.weight']!.data.set([0, 0, 0, 0, 0, -1, 0]);
    weights['critic_target.qf1.0.bias']!.data.set([1]);
    agent.loadWeights(weights);
    const { batch } = agent;
    batch.nextStates.data.set([0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
    batch.rewards.data.set([1, 10]);
    batch.discounts.data.set([0.5, 0.5]);
    // × 0.5 and limited to ±0.3: row 0 gets (0.1, -0.3), row 1 (0.3, 0.05) on top of tanh(2) = 0.964.
    agent.draws = [0.2, -4, 1, 0.1];
    const { metrics } = agent.learn1(batch);
    // Row 0: Q₁ = 0.1 - 0.6, Q₂ = 0.9. Row 1: the first action stops at 1: Q₁ = 1.1, Q₂ = 0.
    const targets = [1 + 0.5 * -0.5, 10 + 0.5 * 0];
    const loss = (2 * (targets[0]! ** 2 + targets[1]! ** 2)) / 2;
    expect(metrics['train/critic_loss']).toBeCloseTo(loss, 4);
    const actions = noGrad(() => agent.targetActions(batch.nextStates).toArray());
    for (const [i, value] of [0.1, -0.3, 1, 0.05].entries()) expect(actions[i]).toBeCloseTo(value, 6);
  });

  it('lets the policy and the targets learn at every policyDelay-th step only', () => {
    const agent = new Open(recordedSpaces('continuous'), { batchSize: 2, hiddenSizes: [4], policyDelay: 3 });
    const moved: boolean[][] = [];
    for (let i = 0; i < 6; i++) {
      agent.batch.states.data.fill(0.5);
      agent.batch.rewards.data.fill(1);
      agent.batch.discounts.data.fill(0.9);
      const before = agent.weights();
      const { metrics } = agent.learn1(agent.batch);
      const after = agent.weights();
      const changed = (name: string) => String(before[name]!.data) !== String(after[name]!.data);
      moved.push(['critic.qf0.2.weight', 'actor.mu.2.weight', 'critic_target.qf0.2.weight'].map(changed));
      expect('train/actor_loss' in metrics).toBe(i % 3 === 2);
    }
    const [early, late] = [
      [true, false, false],
      [true, true, true],
    ];
    expect(moved).toEqual([early, early, late, early, early, late]);
  });
});
