// A Q-network that learns from each move as it is made: what it learns, and what it forgets.
import { type Agent, DQN, type DQNOptions, namedPreset } from '../../agents/index.js';
import { atLeast, atMost, defineLab, mean, smoothed } from '../index.js';
import { boardsWon } from './boards.js';

export const lab = defineLab({
  name: 'online-q',
  chapter: '3',
  title: 'A Q-network that learns move by move',
  asks: 'Does Q-learning without a memory solve the static board, and what does it know of others?',
  settings: { seeds: 5, games: 1000, learningRate: 1e-3 },
  quick: { seeds: 1 },
  flaw: { what: 'the network hardly learns', settings: { learningRate: 1e-7 } },
  async program({ seedList, games, learningRate }, lab) {
    const { config } = namedPreset('dqn', 'book-online');
    const train = async (id: string, seed: number) => {
      const losses: number[] = [];
      const onMetrics = (_c: unknown, _s: unknown, row: Record<string, number>) =>
        void (row['train/loss'] !== undefined && losses.push(row['train/loss']));
      const agent = new DQN(id, { ...(config as DQNOptions), learningRate, seed, logInterval: 1 });
      await agent.learn({ totalEpisodes: games, callbacks: [{ onMetrics }] });
      return { agent: agent as Agent, losses };
    };
    const runs = await lab.each('seed', seedList, async (seed) => {
      const { agent, losses } = await train('Gridworld-v0', seed);
      const player = await train('GridworldPlayer-v0', seed);
      const starts = boardsWon(player.agent, 'GridworldPlayer-v0', 200);
      const random = await train('GridworldRandom-v0', seed);
      return {
        losses,
        moves: boardsWon(agent, 'Gridworld-v0', 1).moves[0] ?? 99,
        elsewhere: boardsWon(agent, 'GridworldRandom-v0', 1000).percent,
        player: starts.percent,
        playerMoves: mean(starts.moves),
        random: boardsWon(random.agent, 'GridworldRandom-v0', 1000).percent,
      };
    });
    const all = (key: 'moves' | 'elsewhere' | 'player' | 'playerMoves' | 'random') =>
      runs.map((run) => run[key]);
    const chance = boardsWon(null, 'GridworldRandom-v0', 1000).percent;
    lab.check('static board: moves, worst seed', Math.max(...all('moves')), atMost(7), 'solved');
    lab.check(
      'any start: games won (%), worst seed',
      Math.min(...all('player')),
      atLeast(92),
      'did seem to learn',
    );
    lab.check('any start: mean moves, worst seed', Math.max(...all('playerMoves')), atMost(5));
    // Measured with five seeds: 54 %; three of them had stayed below 50.
    lab.check(
      'random boards: games won (%), best seed',
      Math.max(...all('random')),
      atMost(60),
      'no learning',
    );
    lab.check('the same, mean', mean(all('random')), atMost(50));
    lab.check('random boards after the static one (%)', mean(all('elsewhere')), atMost(30), 'forgotten');
    lab.tell('random boards by chance (%)', chance);
    const shares = runs.map(
      ({ losses }) => mean(losses.slice(-games / 2)) / mean(losses.slice(0, games / 2)),
    );
    lab.check('static: loss of the last half / first, worst seed', Math.max(...shares), atMost(0.1), '→ 0');
    lab.plot({
      title: 'Loss on the static board',
      xLabel: 'game',
      series: [{ label: 'loss', ...smoothed(runs[0]!.losses, 10) }],
    });
  },
});
