// A memory, and a target network, on boards that are never twice the same.
import { DQN, type DQNOptions, namedPreset } from '../../agents/index.js';
import { atLeast, defineLab, mean } from '../index.js';
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
    const won = async (name: string, seed: number) => {
      const { config, totalEpisodes } = namedPreset('dqn', remembers ? name : 'book-online');
      const agent = new DQN('GridworldRandom-v0', { ...(config as DQNOptions), seed });
      await agent.learn({ totalEpisodes: Math.round(share * totalEpisodes!) });
      return boardsWon(agent, 'GridworldRandom-v0', boards).percent;
    };
    const runs = await lab.each('seed', seedList, async (seed) => ({
      online: await won('book-online', seed),
      replay: await won('book-replay', seed),
      target: await won('book-target', seed),
    }));
    const [online, replay, target] = (['online', 'replay', 'target'] as const).map((key) =>
      mean(runs.map((run) => run[key])),
    );
    lab.tell('won one move at a time (%)', online!);
    lab.check('won with replay (%)', replay!, atLeast(80, { quick: 30 }), 86.5);
    lab.check('more than one move at a time (points)', replay! - online!, atLeast(30, { quick: 20 }));
    lab.check('won with a target network too (%)', target!, atLeast(88, { quick: 42 }), '> 90');
    lab.tell('won by chance (%)', boardsWon(null, 'GridworldRandom-v0', boards).percent);
  },
});
