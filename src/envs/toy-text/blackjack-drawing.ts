// Draws the Blackjack table: the dealer's cards above, the player's below.
import type { Drawing, Shape } from '../drawing.js';

const WIDTH = 520;
const CARD_WIDTH = 58;
const CARD_HEIGHT = 82;

const name = (card: number) => (card === 1 ? 'A' : String(card));

/** Cards in characters, e.g. `A 10`. */
export function handText(hand: readonly number[]): string {
  return hand.map(name).join(' ');
}

function row(title: string, hand: readonly number[], y: number): Shape[] {
  const step = Math.min(CARD_WIDTH + 10, (WIDTH - 60 - CARD_WIDTH) / Math.max(1, hand.length - 1));
  return [
    { kind: 'text', x: 30, y: y - 20, text: title, size: 16, fill: '#dcebe0', anchor: 'start' },
    ...hand.flatMap((card, i): Shape[] => {
      const x = 30 + i * step;
      return [
        {
          kind: 'rect',
          x,
          y,
          width: CARD_WIDTH,
          height: CARD_HEIGHT,
          radius: 7,
          fill: '#fffdf7',
          stroke: '#234d35',
          strokeWidth: 1.5,
        },
        {
          kind: 'text',
          x: x + CARD_WIDTH / 2,
          y: y + CARD_HEIGHT / 2,
          text: name(card),
          size: 26,
          fill: card === 1 ? '#c44e52' : '#27364d',
          bold: true,
        },
      ];
    }),
  ];
}

export function drawTable(dealer: readonly number[], player: readonly number[], sum: number): Drawing {
  return {
    width: WIDTH,
    height: 310,
    background: '#2e6b47',
    shapes: [...row('Dealer', dealer, 50), ...row(`Player: ${sum}`, player, 200)],
  };
}
