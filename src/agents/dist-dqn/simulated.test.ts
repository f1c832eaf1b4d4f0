// Dist-DQN on two states with known rewards, as in listings 7.9 to 7.11 of Zai & Brown (2020).
import { describe, expect, it } from 'vitest';
import { SGD } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { noGrad, scope, tensor } from '../../tensor/index.js';
import { DistNetwork } from './network.js';
import { entropy, evenSupport } from './tables.js';
import { bookTarget, distLoss } from './target.js';
import { nearestAtom } from './update-dist.js';

const support = evenSupport(-10, 10, 51);
const ACTIONS = [0, 2];
const REWARDS = [0, 8];
const ITERATIONS = 1000;

interface Outcome {
  losses: number[];
  /** Iterations whose noise moved a reward to a neighbouring atom. */
  offAtom: boolean[];
  /** Probability of the rewarded atom, per state. */
  taken: number[];
  /** Entropy of the distributions of the other actions. */
  others: number[];
}

function simulate(seed: number, { lr, accumulate }: { lr: number; accumulate: boolean }): Outcome {
  const rng = new Generator(seed);
  const [network, targets] = [new DistNetwork(128, { rng }), new DistNetwork(128, { rng })];
  const optimizer = new SGD(network, { lr });
  const states = tensor(
    Float32Array.from({ length: 256 }, () => rng.standardNormal() / 10),
    { shape: [2, 128] },
  );
  const outcome: Outcome = { losses: [], offAtom: [], taken: [], others: [] };
  for (let i = 0; i < ITERATIONS; i++) {
    if (i % 75 === 0) targets.loadStateDict(network.stateDict());
    const rewards = REWARDS.map((reward) => reward + 0.1 * rng.standardNormal());
    outcome.offAtom.push(
      rewards.some((reward, row) => nearestAtom(reward, support) !== nearestAtom(REWARDS[row]!, support)),
    );
    scope(() => {
      const next = noGrad(() => targets.forward(states).exp());
      const loss = distLoss(
        network.forward(states),
        bookTarget(next, ACTIONS, rewards, support, { gamma: 0.9 }),
      );
      if (!accumulate) optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      outcome.losses.push(loss.item());
    });
  }
  const p = scope(() => noGrad(() => network.forward(states).exp().toArray())) as Float32Array;
  for (let row = 0; row < 2; row++) {
    for (let action = 0; action < 3; action++) {
      const of = p.subarray((row * 3 + action) * 51, (row * 3 + action + 1) * 51);
      if (action === ACTIONS[row]) outcome.taken.push(of[nearestAtom(REWARDS[row]!, support)]!);
      else outcome.others.push(entropy(of));
    }
  }
  return outcome;
}

describe('Dist-DQN on simulated data', () => {
  it('has 19,125 weights and starts at the cross-entropy of uniform distributions', () => {
    const network = new DistNetwork(128, { rng: new Generator(0) });
    expect(network.parameters().reduce((sum, { size }) => sum + size, 0)).toBe(19_125);
    const { losses } = simulate(0, { lr: 0, accumulate: false });
    expect(losses[0]).toBeGreaterThan(6 * Math.log(51) - 0.3);
    expect(losses[0]).toBeLessThan(6 * Math.log(51) + 0.3);
  });

  it.each([1, 2, 3])('matches its targets as printed, where gradients are never zeroed (seed %i)', (seed) => {
    const { taken, others, losses, offAtom } = simulate(seed, { lr: 1e-5, accumulate: true });
    expect(Math.min(...taken)).toBeGreaterThan(0.99);
    // Nearly uniform (log 51 = 3.93): the mean over 20 seeds lies between 2.7 and 3.6, single ones reach down to 1.7.
    expect(others.reduce((a, b) => a + b, 0) / 4).toBeGreaterThan(2.5);
    // The spikes are rewards that noise moved to a neighbouring atom, not copies of the target network.
    const spikes = losses.flatMap((loss, i) => (i > 300 && loss - losses[i - 1]! > 1 ? [i] : []));
    expect(spikes.length).toBeGreaterThan(5);
    expect(spikes.filter((i) => !offAtom[i])).toEqual([]);
  });

  it('needs three hundred times the step size when gradients are zeroed, and learns nothing without', () => {
    expect(Math.min(...simulate(4, { lr: 3e-3, accumulate: false }).taken)).toBeGreaterThan(0.9);
    expect(Math.max(...simulate(4, { lr: 1e-5, accumulate: false }).taken)).toBeLessThan(0.1);
  });

  it('moves a distribution towards a step reward instead of replacing it', () => {
    const uniform = tensor(new Float32Array(2 * 3 * 51).fill(1 / 51), { shape: [2, 3, 51] });
    const target = bookTarget(uniform, [1, 1], [-1, 10], support, { gamma: 0.1, literal: true }).toArray();
    expect(target[51 + 22]).toBeCloseTo(0.023427, 6);
    expect(target[3 * 51 + 51 + 50]).toBe(1);
    expect(target[3 * 51 + 51 + 49]).toBe(0);
    expect(target[0]).toBeCloseTo(1 / 51, 7);
  });
});
