// Connect four: two players drop discs into columns; four in a line win.
//
// PettingZoo's `connect_four_v3`, and `ConnectFour-v0`: one player's side of it, the other is played by the environment.
//
// | actions | meaning                     |    Agents: player_0 (begins), player_1.
// |---------|-----------------------------|
// | 0 - 6   | drop a disc into the column |    Observation: `observation`, 6 x 7 x 2 (own discs, the other's; the top row
//                                              first), and `action_mask`, 1 for columns with room, all 0 out of turn.
//                                              `ConnectFour-v0` shows the discs alone and has the mask in `actionMask()`.
//
// Reward: 1 for the winner, -1 for the loser, 0 for a draw. Who chooses a full column loses alone: -1, the other 0.
// Start: an empty board.
// End: terminated when a line is complete, the board is full, or a full column was chosen.
// Arguments of `ConnectFour-v0`: `opponent` (random, or minimax, which looks `depth` moves ahead), `depth` (4),
//   `player` (player_0, which begins).
// Versions: v3 as PettingZoo; v0.
import type { EnvDefinition } from '../../define-env.js';
import { type OptionValues, option, readOptions } from '../../options.js';
import type { MultiEnvDefinition } from '../define-multi-env.js';
import { randomPolicy } from '../policy.js';
import { singleAgent } from '../single-agent.js';
import { BoardGame, type BoardSide } from './board-game.js';
import { lookAhead } from './players.js';
import type { Rules } from './rules.js';

export const CONNECT_FOUR: Rules = { rows: 6, columns: 7, inLine: 4, gravity: true };

export class ConnectFour extends BoardGame {
  constructor() {
    super(CONNECT_FOUR, ['player_0', 'player_1']);
  }
}

const OPTIONS = {
  opponent: option('random', { choices: ['random', 'minimax'] }),
  /** Moves that the opponent `minimax` looks ahead. */
  depth: option(4, { integer: true, min: 1, max: 8 }),
  /** Whom the learner plays. */
  player: option('player_0', { choices: ['player_0', 'player_1'] }),
};

export type ConnectFourOptions = Partial<OptionValues<typeof OPTIONS>>;

/** One side of the game as an environment. */
export function connectFourAgainst(options: ConnectFourOptions = {}): BoardSide {
  const { opponent, depth, player } = readOptions('ConnectFour', OPTIONS, options);
  const policy = opponent === 'random' ? randomPolicy : lookAhead(CONNECT_FOUR, depth);
  return singleAgent(new ConnectFour(), player, policy) as BoardSide;
}

export const connectFourV3: MultiEnvDefinition<ConnectFour> = {
  id: 'connect_four_v3',
  description: 'Drop discs into columns: four in a line win.',
  create: () => new ConnectFour(),
};

export const connectFourV0: EnvDefinition<BoardSide, typeof OPTIONS> = {
  id: 'ConnectFour-v0',
  description: 'Drop discs into columns against an opponent: four in a line win.',
  options: OPTIONS,
  create: connectFourAgainst,
};

declare module '../../env-types.js' {
  interface EnvTypes {
    'ConnectFour-v0': typeof connectFourV0;
  }
}

declare module '../define-multi-env.js' {
  interface MultiEnvTypes {
    connect_four_v3: typeof connectFourV3;
  }
}
