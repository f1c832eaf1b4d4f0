// Pictures of bandits: an arm each, how much it pays in the mean, and how often it was played.
import type { Drawing, Shape } from '../drawing.js';
import { CELL } from '../grid-drawing.js';

const ROOM = 4 * CELL;

/** @param means of the arms now @param plays of each in this episode @param last the arm played last */
export function drawArms(
  means: ArrayLike<number>,
  plays: ArrayLike<number>,
  last: number | null,
  title: string,
): Drawing {
  const values = Array.from(means);
  const low = Math.min(0, ...values);
  const scale = (ROOM - CELL) / Math.max(Math.max(0, ...values) - low, 1e-9);
  const y = (value: number) => ROOM - CELL / 4 - (value - low) * scale;
  const total = Math.max(1, ...Array.from(plays));
  const shapes: Shape[] = values.flatMap((mean, arm): Shape[] => {
    const x = arm * CELL;
    const [top, bottom] = [Math.min(y(mean), y(0)), Math.max(y(mean), y(0))];
    return [
      {
        kind: 'rect',
        x: x + 10,
        y: top,
        width: CELL - 20,
        height: Math.max(bottom - top, 1),
        fill: '#9db4cf',
      },
      {
        kind: 'rect',
        x: x + 4,
        y: ROOM + 4,
        width: Math.max(1, ((CELL - 8) * plays[arm]!) / total),
        height: 12,
        fill: arm === last ? '#d98841' : '#4a7fa8',
      },
      { kind: 'text', x: x + CELL / 2, y: ROOM + 34, text: `${arm}`, size: 18, fill: '#27364d', bold: true },
    ];
  });
  return {
    width: Math.max(2, values.length) * CELL,
    height: ROOM + CELL,
    background: '#f2f4ee',
    shapes: [{ kind: 'text', x: CELL, y: 18, text: title, size: 18, fill: '#27364d' }, ...shapes],
    text: `${title}\n${Array.from(plays, (count, arm) => `${arm === last ? '>' : ' '}${arm}: ${count}`).join('\n')}`,
  };
}
