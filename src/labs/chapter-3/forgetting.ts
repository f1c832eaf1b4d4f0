// Catastrophic forgetting: what an agent knew, after it has learnt something else.
import { DQN, type DQNOptions, namedPreset } from '../../agents/index.js';
import { type Env, make } from '../../envs/index.js';
import { atLeast, atMost, defineLab, exactly, mean } from '../index.js';
import { boardsWon } from './boards.js';
import { Changing, OneMove } from './changing.js';

export const lab = defineLab({
  name: 'forgetting',
  chapter: '3',
  title: 'Catastrophic forgetting',
  asks: 'Does a Q-network that learns from the last move only lose what it knew, and does a memory keep it?',
  settings: { seeds: 5, games: 500, moreGames: 500, remembers: true },
  quick: { seeds: 1, games: 200, moreGames: 40 },
  flaw: { what: 'the memory holds the last move only', settings: { remembers: false } },
  async program({ seedList, games, moreGames, remembers }, lab) {
    const { config } = namedPreset('dqn', 'book-online');
    const memory = remembers ? { bufferSize: 20_000, batchSize: 32, learningStarts: 100 } : {};

    /** Plays in the first of two worlds, then in the second; `look` is called in between and after. */
    const learn = async <T>(
      worlds: Env<Uint8Array, number>[],
      options: DQNOptions,
      stages: readonly number[],
      look: (agent: DQN<Changing>) => T,
    ) => {
      const world = new Changing(worlds);
      const agent = new DQN(world, { ...(config as DQNOptions), ...options });
      const seen: T[] = [];
      for (const episodes of stages) {
        await agent.learn({ totalEpisodes: agent.numEpisodes + episodes });
        seen.push(look(agent));
        world.now = 1;
      }
      return seen;
    };

    const [before, swapped] = [new OneMove('right'), new OneMove('left')];
    /** Of the first of two boards whose pieces are swapped: what its winning move is worth, after each ten games. */
    const twoBoards = (options: DQNOptions) =>
      learn(
        [before, swapped],
        { ...options, explorationEpisodes: 100 },
        [200, ...Array<number>(20).fill(10)],
        (agent) => ({
          worth: agent.qValues(before.planes)[before.right]!,
          wins: agent.predict(before.planes) === before.right,
        }),
      );
    /** Starts of the board with fixed pieces that are won, in percent, before and after games on random boards. */
    const manyBoards = (options: DQNOptions) =>
      learn(
        [make('GridworldPlayer-v0'), make('GridworldRandom-v0')] as Env<Uint8Array, number>[],
        { ...options, explorationEpisodes: 0.6 * games },
        [games, moreGames],
        (agent) => ({
          fixed: boardsWon(agent, 'GridworldPlayer-v0', 200).percent,
          random: boardsWon(agent, 'GridworldRandom-v0', 500).percent,
        }),
      );
    const runs = await lab.each('seed', seedList, async (seed) => ({
      online: { two: await twoBoards({ seed }), many: await manyBoards({ seed }) },
      memory: { two: await twoBoards({ seed, ...memory }), many: await manyBoards({ seed, ...memory }) },
    }));

    type Kind = 'online' | 'memory';
    const worth = (kind: Kind, at: number) => runs.map((run) => run[kind].two.at(at)!.worth);
    const fixed = (kind: Kind, at: number) => runs.map((run) => run[kind].many.at(at)!.fixed);
    lab.check(
      'two boards: value of the winning move, worst seed',
      Math.min(...worth('online', 0)),
      atLeast(9),
      10,
    );
    lab.check(
      'goal and pit swapped for 200 games, best seed',
      Math.max(...worth('online', -1)),
      atMost(3),
      'forgotten',
    );
    lab.check(
      'seeds that still win',
      runs.filter(({ online }) => online.two.at(-1)!.wins).length,
      exactly(0),
    );
    lab.check('the same with a memory, worst seed', Math.min(...worth('memory', -1)), atLeast(7), 'kept');
    lab.check(
      'fixed pieces: starts won (%), worst seed',
      Math.min(...fixed('online', 0)),
      atLeast(92, { quick: 75 }),
    );
    // Of single seeds it changes with every few games, from none of the starts to all of them and back.
    lab.check(
      `after ${moreGames} random boards (%), mean`,
      mean(fixed('online', -1)),
      atMost(60),
      'forgotten',
    );
    lab.check(
      'the same with a memory (%), worst seed',
      Math.min(...fixed('memory', -1)),
      atLeast(85),
      'kept',
    );
    const random = (kind: Kind) => mean(runs.map((run) => run[kind].many.at(-1)!.random)).toFixed(0);
    lab.tell('random boards won then, with a memory (%)', `${random('online')}, ${random('memory')}`);
    const series = (['online', 'memory'] as const).map((kind) => ({
      label: kind,
      x: runs[0]!.online.two.map((_, i) => 10 * i),
      y: runs[0]!.online.two.map((_, i) => mean(worth(kind, i))),
    }));
    lab.plot({ title: 'Value of the winning move', xLabel: 'games on the second', series });
  },
});
