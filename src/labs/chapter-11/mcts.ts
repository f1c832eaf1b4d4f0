// Monte-Carlo tree search plays tic-tac-toe.
import { MCTS, type MCTSOptions, presetFor } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import '../../envs/multi/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab, exactly, percent } from '../index.js';

export const lab = defineLab({
  name: 'mcts',
  chapter: '11',
  title: 'A tree of games played by chance',
  asks: 'Does a search that plays games to their end by chance ever lose tic-tac-toe?',
  settings: { games: 100, simulations: 5000 },
  quick: { games: 15 },
  flaw: { what: 'it searches ten games only', settings: { simulations: 10 } },
  async program({ seedList, games, simulations }, lab) {
    const { config } = presetFor('mcts', 'TicTacToe-v0')!;
    const play = (opponent: string, player: string) => {
      const agent = new MCTS('TicTacToe-v0' as never, {
        ...(config as MCTSOptions),
        simulations,
        seed: seedList[0]!,
      });
      const env = makeVec('TicTacToe-v0' as never, { numEnvs: 1, options: { opponent, player } as never });
      return evaluatePolicy(agent, env, { episodes: games, seed: 3 }).returns;
    };
    const perfect = ['player_1', 'player_2'].flatMap((player) => play('perfect', player));
    const [first, second] = [play('random', 'player_1'), play('random', 'player_2')];
    lab.check(
      'games lost to minimax',
      perfect.filter((each) => each < 0).length,
      exactly(0),
      'a guaranteed win',
    );
    lab.tell(
      'games drawn with it (%)',
      percent(perfect, (each) => each === 0),
    );
    lab.check(
      'games won against chance, moving first (%)',
      percent(first, (each) => each > 0),
      atLeast(85),
    );
    lab.check(
      'not lost to chance, moving second (%)',
      percent(second, (each) => each >= 0),
      atLeast(95),
    );
  },
});
