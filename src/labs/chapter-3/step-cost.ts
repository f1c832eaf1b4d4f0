// What a step costs: news with every move, or at the end of a game only.
import { DQN, type DQNOptions, namedPreset, QLearning } from '../../agents/index.js';
import { Gridworld, makeVec } from '../../envs/index.js';
import { atLeast, defineLab, exactly, mean, near } from '../index.js';
import { boardsWon } from './boards.js';

type Rewards = 'sparse' | 'stepCost';

export const lab = defineLab({
  name: 'step-cost',
  chapter: '3',
  title: 'A reward at the end, or a cost of every step',
  asks: 'Does an agent learn more, or walk shorter ways, when every step costs something?',
  settings: { seeds: 3, share: 1, batchSize: 100, boards: 1000, costs: 'stepCost' },
  quick: { seeds: 1, share: 0.15, batchSize: 16, boards: 500 },
  flaw: { what: 'steps cost nothing', settings: { costs: 'sparse' } },
  async program({ seedList, share, batchSize, boards, costs }, lab) {
    /** Of a table on the static board: moves to the goal, at most 20, and the value of the worst move at the start. */
    const table = async (rewards: Rewards, gamma: number) => {
      const env = new Gridworld({ rewards });
      const agent = new QLearning(env, { gamma, learningRate: 0.5, seed: 0 });
      await agent.learn({ totalSteps: 20_000 });
      let { observation } = env.reset();
      const values = agent.qValues(observation);
      let [moves, over] = [0, false];
      while (!over && moves < 20) {
        const step = env.step(agent.predict(observation) as number);
        observation = step.observation;
        over = step.terminated;
        moves++;
      }
      return { moves, worst: Math.min(...values) };
    };
    const cost = costs as Rewards;
    const [discounted, costly, free] = [
      await table('sparse', 0.9),
      await table(cost, 1),
      await table('sparse', 1),
    ];
    lab.check('static board, γ = 0.9, steps are free: moves', discounted.moves, exactly(7), 7);
    lab.check('γ = 1, steps cost 1: moves', costly.moves, exactly(7), 7);
    // Nothing is lost by standing still, so that the goal is never closer.
    lab.check('γ = 1, steps are free: value of a move against the border', free.worst, near(1, 1e-3));
    lab.tell('moves then', free.moves === 20 ? 'goes nowhere' : free.moves);

    const { config, totalEpisodes } = namedPreset('dqn', 'book-replay');
    const learn = async (rewards: Rewards, seed: number) => {
      const env = makeVec('GridworldRandom-v0', { options: { rewards } });
      const agent = new DQN(env, { ...(config as DQNOptions), batchSize, seed });
      await agent.learn({ totalEpisodes: Math.round(share * totalEpisodes!) });
      const { percent, moves } = boardsWon(agent, 'GridworldRandom-v0', boards);
      return { percent, moves: mean(moves) };
    };
    const runs = await lab.each('seed', seedList, async (seed) => ({
      costly: await learn(cost, seed),
      free: await learn('sparse', seed),
    }));
    const of = (kind: 'costly' | 'free', what: 'percent' | 'moves') =>
      mean(runs.map((run) => run[kind][what]));
    lab.check(
      'random boards won, steps cost 1 (%)',
      of('costly', 'percent'),
      atLeast(80, { quick: 22 }),
      '85 to 86',
    );
    lab.tell('steps are free (%)', of('free', 'percent'), '48 to 58');
    lab.check(
      'worth of the cost (points)',
      of('costly', 'percent') - of('free', 'percent'),
      atLeast(10, { quick: 4 }),
      '≥ 27',
    );
    lab.tell('moves per win', `${of('costly', 'moves').toFixed(2)}, free ${of('free', 'moves').toFixed(2)}`);
  },
});
