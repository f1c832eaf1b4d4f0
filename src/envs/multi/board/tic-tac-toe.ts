// Tic-tac-toe: two players place crosses and noughts; three in a line win.
//
// PettingZoo's `tictactoe_v3`, and `TicTacToe-v0`: one player's side of it, the other is played by the environment.
//
// | actions | cells     |    Agents: player_1 (crosses, begins), player_2.
// |---------|-----------|
// | 0 - 8   | 0 3 6     |    Observation: `observation`, 3 x 3 x 2 (own pieces, the other's; entry [i][j] is cell 3i + j),
// |         | 1 4 7     |    and `action_mask`, 1 for free cells, all 0 out of turn. `TicTacToe-v0` shows the pieces alone
// |         | 2 5 8     |    and has the mask in `actionMask()`.
//
// Reward: 1 for the winner, -1 for the loser, 0 for a draw. Who chooses a taken cell loses alone: -1, the other 0.
// Start: an empty board.
// End: terminated when a line is complete, the board is full, or a taken cell was chosen.
// Arguments of `TicTacToe-v0`: `opponent` (random, or perfect), `player` (player_1, which begins).
// Versions: v3 as PettingZoo; v0.
import type { EnvDefinition } from '../../define-env.js';
import { type OptionValues, option, readOptions } from '../../options.js';
import type { MultiEnvDefinition } from '../define-multi-env.js';
import { randomPolicy } from '../policy.js';
import { singleAgent } from '../single-agent.js';
import { BoardGame, type BoardSide } from './board-game.js';
import { lookAhead } from './players.js';
import type { Rules } from './rules.js';

export const TIC_TAC_TOE: Rules = { rows: 3, columns: 3, inLine: 3, gravity: false };

export class TicTacToe extends BoardGame {
  constructor() {
    super(TIC_TAC_TOE, ['player_1', 'player_2']);
  }
}

/** Never loses: draws against itself. Of equally good actions it draws one. */
export const perfectTicTacToe = /* @__PURE__ */ lookAhead(TIC_TAC_TOE, 9, { remember: true });

const OPTIONS = {
  opponent: option('random', { choices: ['random', 'perfect'] }),
  /** Whom the learner plays. */
  player: option('player_1', { choices: ['player_1', 'player_2'] }),
};

export type TicTacToeOptions = Partial<OptionValues<typeof OPTIONS>>;

/** One side of the game as an environment. */
export function ticTacToeAgainst(options: TicTacToeOptions = {}): BoardSide {
  const { opponent, player } = readOptions('TicTacToe', OPTIONS, options);
  const policy = opponent === 'random' ? randomPolicy : perfectTicTacToe;
  return singleAgent(new TicTacToe(), player, policy) as BoardSide;
}

export const ticTacToeV3: MultiEnvDefinition<TicTacToe> = {
  id: 'tictactoe_v3',
  description: 'Crosses and noughts: three in a line win.',
  create: () => new TicTacToe(),
};

export const ticTacToeV0: EnvDefinition<BoardSide, typeof OPTIONS> = {
  id: 'TicTacToe-v0',
  description: 'Crosses and noughts against an opponent: three in a line win.',
  options: OPTIONS,
  create: ticTacToeAgainst,
};

declare module '../../env-types.js' {
  interface EnvTypes {
    'TicTacToe-v0': typeof ticTacToeV0;
  }
}

declare module '../define-multi-env.js' {
  interface MultiEnvTypes {
    tictactoe_v3: typeof ticTacToeV3;
  }
}
