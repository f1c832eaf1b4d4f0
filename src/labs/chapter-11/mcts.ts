// Tree search plays tic-tac-toe: by games of chance, then by a network that learns from its own games.
import { type Agent, AlphaZero, MCTS, presetFor } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import '../../envs/multi/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, atMost, defineLab, exactly, percent } from '../index.js';

export const lab = defineLab({
  name: 'mcts',
  chapter: '11',
  title: 'A tree of games played by chance',
  asks: 'Does a search that plays games to their end by chance ever lose tic-tac-toe, or one that asks a network instead?',
  // With 1,000 simulations 5 % of replies to an opening still lose to perfect play (docs/algorithms/mcts.md).
  settings: { games: 100, simulations: 5000, guided: 1000, moves: 20_000 },
  quick: { games: 15, guided: 100, moves: 3000 },
  flaw: { what: 'it searches ten games only', settings: { simulations: 10 } },
  async program({ seedList: [seed], games, simulations, guided, moves }, lab) {
    const board = (options: object) =>
      makeVec('TicTacToe-v0' as never, { numEnvs: 5, options: options as never });
    const options = (algo: 'mcts' | 'alphazero') => presetFor(algo, 'TicTacToe-v0')!.config as object;
    const play = (agent: Agent, opponent: string, player: string) =>
      evaluatePolicy(agent, board({ opponent, player }), { episodes: games, seed: 3 }).returns;
    const both = (agent: Agent) =>
      ['player_1', 'player_2'].flatMap((player) => play(agent, 'perfect', player));
    const lost = (returns: number[]) => returns.filter((each) => each < 0).length;

    const chance = new MCTS('TicTacToe-v0' as never, { ...options('mcts'), simulations, seed });
    const perfect = both(chance);
    lab.check('games lost to minimax', lost(perfect), exactly(0), 'a guaranteed win');
    lab.tell(
      'games drawn with it (%)',
      percent(perfect, (each) => each === 0),
    );
    const first = play(chance, 'random', 'player_1');
    lab.check(
      'games won against chance, moving first (%)',
      percent(first, (each) => each > 0),
      atLeast(85),
    );
    const kept = (agent: Agent) => percent(play(agent, 'random', 'player_2'), (each) => each >= 0);
    lab.check('not lost to chance, moving second (%)', kept(chance), atLeast(95));

    const taught = new AlphaZero(board({}), { ...options('alphazero'), seed, simulations: guided });
    await taught.learn({ totalSteps: moves });
    const share = (100 * lost(both(taught))) / (2 * games);
    lab.check('with a network for its leaves: lost to minimax (%)', share, atMost(0, { quick: 25 }));
    lab.check('the same, not lost to chance, moving second (%)', kept(taught), atLeast(95, { quick: 80 }));
  },
});
