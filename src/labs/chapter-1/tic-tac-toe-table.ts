// A lookup table that plays tic-tac-toe: every position and its value, by looking at all of them.
import { defineLab, exactly } from '../index.js';

const LINES = ['012', '345', '678', '036', '147', '258', '048', '246'].map((line) => [...line].map(Number));

export const lab = defineLab({
  name: 'tic-tac-toe-table',
  chapter: '1',
  title: 'Tic-tac-toe in a table',
  asks: 'How many positions must a table hold that plays tic-tac-toe, and does it ever lose?',
  settings: { countsEnds: true },
  flaw: { what: 'a line of three does not end the game', settings: { countsEnds: false } },
  program({ countsEnds }, lab) {
    const other = { X: 'O', O: 'X' } as const;
    const hasLine = (board: string) =>
      LINES.some(([a, b, c]) => board[a!] !== '.' && board[a!] === board[b!] && board[b!] === board[c!]);
    const isOver = (board: string) => (countsEnds && hasLine(board)) || !board.includes('.');
    const moves = (board: string) => [...board].flatMap((cell, i) => (cell === '.' ? [i] : []));
    const play = (board: string, move: number, who: string) =>
      board.slice(0, move) + who + board.slice(move + 1);

    // The table: 1 if whoever is to move can win, -1 if the other can, else 0.
    const table = new Map<string, number>();
    let games = 0;
    const value = (board: string, who: 'X' | 'O'): number => {
      const known = table.get(board);
      if (known !== undefined) return known;
      const best = isOver(board)
        ? -Number(hasLine(board))
        : Math.max(...moves(board).map((move) => -value(play(board, move, who), other[who])));
      table.set(board, best);
      return best;
    };
    const count = (board: string, who: 'X' | 'O'): void => {
      if (isOver(board)) games++;
      else for (const move of moves(board)) count(play(board, move, who), other[who]);
    };

    const start = '.'.repeat(9);
    lab.check('value of the first position', value(start, 'X'), exactly(0), 'a win');
    lab.check('positions', table.size, exactly(5478), 255_168);
    count(start, 'X');
    lab.check('games', games, exactly(255_168));
    lab.text('The table plays against itself', [...selfPlay(start)].join('\n\n'));

    function* selfPlay(board: string, who: 'X' | 'O' = 'X'): Generator<string> {
      yield board.replaceAll(/.../g, '$&\n').trim();
      if (isOver(board)) return;
      const next = moves(board).map((move) => play(board, move, who));
      const best = next.reduce((a, b) => (table.get(b)! < table.get(a)! ? b : a));
      yield* selfPlay(best, other[who]);
    }
  },
});
