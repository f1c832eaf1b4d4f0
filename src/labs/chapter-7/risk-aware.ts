// What a learnt distribution is good for: the same agent chooses by the mean of returns, or by the worst of them.
import { QRDQN } from '../../agents/index.js';
import type { Env } from '../../envs/index.js';
import { Generator } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import { atLeast, defineLab, exactly, mean, near } from '../index.js';

const [SAFE, RISKY] = [0, 1];

/** One choice: 0.8 surely, or 2 that is -6 one time in ten, which is 1.2 in the mean. */
class Bet implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 1, shape: [1] });
  readonly actionSpace = new Discrete(2);
  private rng = new Generator(0);

  reset({ seed }: { seed?: number } = {}) {
    if (seed !== undefined) this.rng = new Generator(seed);
    return { observation: Float32Array.of(1), info: {} };
  }

  step(action: number) {
    const reward = action === SAFE ? 0.8 : this.rng.random() < 0.1 ? -6 : 2;
    return { observation: Float32Array.of(1), reward, terminated: true, truncated: false, info: {} };
  }
}

/** Mean of the lower share `alpha` of values that are equally likely. */
const worst = (values: number[], alpha: number) =>
  mean([...values].sort((a, b) => a - b).slice(0, Math.round(alpha * values.length)));

export const lab = defineLab({
  name: 'risk-aware',
  chapter: '7',
  title: 'The mean, or the worst quarter',
  asks: 'Does an agent that knows the distribution of returns shun a bet that is good in the mean and bad in its tail?',
  settings: { seeds: 5, steps: 6000, alpha: 0.25 },
  quick: { seeds: 1, steps: 2400 },
  flaw: { what: 'the worst share is all of it', settings: { alpha: 1 } },
  async program({ seedList, steps, alpha }, lab) {
    const runs = await lab.each('seed', seedList, async (seed) => {
      const agent = new QRDQN(new Bet(), {
        ...{
          seed,
          hiddenSizes: [16],
          quantiles: 40,
          kappa: 0.1,
          learningRate: { type: 'linear', start: 5e-3, end: 0 },
        },
        ...{ batchSize: 64, explorationInitialEps: 1, explorationFinalEps: 1 },
      });
      await agent.learn({ totalSteps: steps });
      const state = Float32Array.of(1);
      const choose = (risk: 'mean' | `cvar:${number}`) => {
        agent.setConfig({ risk });
        const action = agent.predict(state) as number;
        const bet = new Bet();
        bet.reset({ seed });
        const returns = Array.from({ length: 4000 }, () => bet.step(action).reward);
        return {
          action,
          value: agent.qValues(state)[RISKY]!,
          mean: mean(returns),
          tail: worst(returns, 0.25),
        };
      };
      return { byMean: choose('mean'), byTail: choose(`cvar:${alpha}`) };
    });
    const average = (of: (run: (typeof runs)[number]) => number) => mean(runs.map(of));
    // 0.9 · 2 - 0.1 · 6; of the worst quarter, two fifths are -6.
    lab.check(
      'mean of the bet, as learnt',
      average(({ byMean }) => byMean.value),
      near(1.2, 0.2, { quick: 0.3 }),
    );
    lab.check(
      'its worst quarter, as learnt',
      average(({ byTail }) => byTail.value),
      near(-1.2, 0.4, { quick: 0.9 }),
    );
    const takers = (key: 'byMean' | 'byTail') => runs.filter((run) => run[key].action === RISKY).length;
    lab.check('by the mean: seeds that bet', takers('byMean'), exactly(runs.length));
    lab.check('by the worst quarter: seeds that bet', takers('byTail'), exactly(0));
    const lost = average(({ byMean, byTail }) => byMean.mean - byTail.mean);
    lab.check('what safety costs in the mean', lost, near(0.4, 0.15));
    const spared = average(({ byMean, byTail }) => byTail.tail - byMean.tail);
    lab.check('and spares in the worst quarter', spared, atLeast(1.5));
  },
});
