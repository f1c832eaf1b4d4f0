// Dist-DQN on two states whose rewards are known: what it learns, and what its spikes are.
import { dist } from '../../agents/index.js';
import { SGD } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { noGrad, scope, tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, exactly, mean, near } from '../index.js';

const [ACTIONS, REWARDS] = [[0, 2] as const, [0, 8] as const];

export const lab = defineLab({
  name: 'dist-dqn-simulated',
  chapter: '7',
  title: 'A distributional network on two states',
  asks: 'Do predicted distributions come to their targets, and are spikes of the loss copies of the target network?',
  settings: { seeds: 4, iterations: 1000, learningRate: 1e-5, accumulates: true },
  quick: { seeds: 2 },
  flaw: {
    what: 'gradients are set to zero as they should be, at a step size meant for the mistake',
    settings: { accumulates: false },
  },
  async program({ seedList, iterations, learningRate, accumulates }, lab) {
    const support = dist.evenSupport(-10, 10, 51);
    const train = (seed: number, lr: number, accumulates: boolean) => {
      const rng = new Generator(seed);
      const [network, target] = [new dist.DistNetwork(128, { rng }), new dist.DistNetwork(128, { rng })];
      const optimizer = new SGD(network, { lr });
      const states = tensor(
        Float32Array.from({ length: 256 }, () => rng.standardNormal() / 10),
        { shape: [2, 128] },
      );
      const losses: number[] = [];
      const moved: number[] = [];
      for (let i = 0; i < iterations; i++) {
        if (i % 75 === 0) target.loadStateDict(network.stateDict());
        const rewards = REWARDS.map((reward) => reward + 0.1 * rng.standardNormal());
        // Noise that reaches a neighbouring atom asks for another distribution.
        if (rewards.some((reward, s) => at(reward) !== at(REWARDS[s]!))) moved.push(i);
        scope(() => {
          const next = noGrad(() => target.forward(states).exp());
          const wanted = dist.bookTarget(next, ACTIONS, rewards, support, { gamma: 0.9 });
          const loss = dist.distLoss(network.forward(states), wanted);
          if (!accumulates) optimizer.zeroGrad();
          loss.backward();
          optimizer.step();
          losses.push(loss.item());
        });
      }
      const p = scope(() => noGrad(() => network.forward(states).exp().toArray())) as Float32Array;
      const taken = ACTIONS.map((action, s) => p[(3 * s + action) * 51 + at(REWARDS[s]!)]!);
      const entropies = [0, 1, 2, 3, 4, 5].map((head) => {
        const isTaken = head === ACTIONS[0] || head === 3 + ACTIONS[1];
        return isTaken ? Infinity : dist.entropy(p.subarray(51 * head, 51 * head + 51));
      });
      const spikes = losses.flatMap((loss, i) => (i > 300 && loss - losses[i - 1]! > 1 ? [i] : []));
      return {
        losses,
        taken: Math.min(...taken),
        untaken: Math.min(...entropies),
        spikes: spikes.length,
        others: spikes.filter((i) => !moved.includes(i)).length,
      };
    };
    const at = (reward: number) => dist.nearestAtom(reward, support);

    const runs = await lab.each('seed', seedList, (seed) => train(seed, learningRate, accumulates));
    lab.check('first loss', mean(runs.map(({ losses }) => losses[0]!)), near(6 * Math.log(51), 0.3));
    lab.check(
      'probability of the reward, worst seed',
      Math.min(...runs.map(({ taken }) => taken)),
      atLeast(0.99),
      'almost exactly',
    );
    lab.check(
      'entropy of other actions, least (ln 51 = 3.93)',
      Math.min(...runs.map(({ untaken }) => untaken)),
      atLeast(3),
    );
    lab.check(
      'spikes of the loss',
      runs.reduce((sum, { spikes }) => sum + spikes, 0),
      atLeast(5),
    );
    lab.check(
      'of those not from noise beyond an atom',
      runs.reduce((sum, { others }) => sum + others, 0),
      exactly(0),
      'all: copies of the target',
    );
    lab.check('with gradients zeroed, 300 times the step size', train(4, 3e-3, false).taken, atLeast(0.9));
    lab.check('with gradients zeroed, the same step size', train(4, 1e-5, false).taken, atMost(0.1));
    const { losses } = runs[0]!;
    lab.plot({
      title: 'Loss',
      xLabel: 'iteration',
      series: [{ label: 'loss', x: losses.map((_, i) => i), y: losses }],
    });
  },
});
