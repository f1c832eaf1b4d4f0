// Defines the board games against an opponent, without the rest of what is known of many agents: all that `makeAsync` needs.
import { defineEnv, type EnvDefinition } from '../define-env.js';
import { connectFourV0 } from './board/connect-four.js';
import { ticTacToeV0 } from './board/tic-tac-toe.js';

for (const env of [ticTacToeV0, connectFourV0]) defineEnv(env as unknown as EnvDefinition);
