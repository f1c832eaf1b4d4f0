// The board games against an opponent by their ids, without the rest of what is known of many agents: all that `makeAsync` needs.
export { connectFourV0 } from './board/connect-four.js';
export { ticTacToeV0 } from './board/tic-tac-toe.js';
