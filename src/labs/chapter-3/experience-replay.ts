// A memory, and a target network, on boards that are never twice the same.
import { DQN, type DQNOptions, type Metrics, namedPreset } from '../../agents/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';
import { boardsWon } from './boards.js';

export const lab = defineLab({
  name: 'experience-replay',
  chapter: '3',
  title: 'Experience replay and a target network',
  asks: 'How many random boards does a Q-network win with a memory, and with a target network besides?',
  settings: { seeds: 3, share: 1, boards: 1000, remembers: true },
  quick: { seeds: 1, share: 0.15, boards: 300 },
  flaw: { what: 'there is no memory', settings: { remembers: false } },
  async program({ seedList, share, boards, remembers }, lab) {
    const train = async (name: string, seed: number) => {
      const { config, totalEpisodes } = namedPreset('dqn', remembers ? name : 'book-online');
      const agent = new DQN('GridworldRandom-v0', { ...(config as DQNOptions), seed, logInterval: 1 });
      const losses: number[] = [];
      let updates = 0;
      const onMetrics = (_c: unknown, _s: unknown, row: Metrics) => {
        // The mean of a game's updates, once for each of them.
        for (; updates < row['train/n_updates']!; updates++) losses.push(row['train/loss']!);
      };
      await agent.learn({ totalEpisodes: Math.round(share * totalEpisodes!), callbacks: [{ onMetrics }] });
      return {
        won: boardsWon(agent, 'GridworldRandom-v0', boards).percent,
        lossLeft: mean(losses.slice(-1000)) / mean(losses.slice(0, 1000)),
      };
    };
    const runs = await lab.each('seed', seedList, async (seed) => ({
      online: await train('book-online', seed),
      replay: await train('book-replay', seed),
      target: await train('book-target', seed),
    }));
    const [online, replay, target] = (['online', 'replay', 'target'] as const).map((key) =>
      mean(runs.map((run) => run[key].won)),
    );
    lab.tell('won one move at a time (%)', online!);
    lab.check('won with replay (%)', replay!, atLeast(80, { quick: 30 }), 86.5);
    lab.check('more than one move at a time (points)', replay! - online!, atLeast(30, { quick: 20 }));
    lab.check('won with a target network too (%)', target!, atLeast(88, { quick: 42 }), '> 90');
    lab.check('more than with replay alone (points)', target! - replay!, atLeast(0));
    lab.check(
      'target network: loss of the last 1000 updates / first, worst seed',
      Math.max(...runs.map((run) => run.target.lossLeft)),
      atMost(0.05, { quick: 0.2 }),
      'nicely decreasing',
    );
    lab.tell('won by chance (%)', boardsWon(null, 'GridworldRandom-v0', boards).percent);
  },
});
