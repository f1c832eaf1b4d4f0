// Draws the battle: red and blue soldiers, paler the weaker they are, and the blows of the last step.
import type { Drawing, Shape } from '../../drawing.js';
import { ACTIONS, FIRST_ATTACK } from './actions.js';
import { type Arena, HP } from './arena.js';

const COLOURS = [
  ['#c0392f', '#f0cdc8'],
  ['#2f66b8', '#c8d8ee'],
] as const;

export function drawBattle(arena: Arena): Drawing {
  const { size } = arena;
  const cell = Math.max(6, Math.floor(540 / size));
  const width = cell * size;
  const shapes: Shape[] = [
    { kind: 'rect', x: cell, y: cell, width: width - 2 * cell, height: width - 2 * cell, fill: '#f4f1e6' },
  ];
  for (let id = 0; id < arena.total; id++) {
    if (arena.alive[id] === 0) continue;
    const [strong, weak] = COLOURS[arena.groupOf(id)]!;
    const x = (arena.x[id]! + 0.5) * cell;
    const y = (arena.y[id]! + 0.5) * cell;
    const [dx, dy] = arena.lastAction[id]! >= FIRST_ATTACK ? ACTIONS[arena.lastAction[id]!]! : [0, 0];
    if (dx !== 0 || dy !== 0) {
      const tip = { x2: x + dx * cell * 0.75, y2: y + dy * cell * 0.75 };
      shapes.push({
        kind: 'line',
        x1: x,
        y1: y,
        ...tip,
        stroke: strong,
        strokeWidth: cell * 0.16,
        round: true,
      });
    }
    shapes.push({
      kind: 'circle',
      x,
      y,
      radius: cell * 0.42,
      fill: weak,
      stroke: strong,
      strokeWidth: cell * 0.1,
    });
    const health = Math.max(0, arena.hp[id]! / HP);
    shapes.push({ kind: 'circle', x, y, radius: cell * 0.42 * Math.sqrt(health), fill: strong });
  }
  shapes.push(...score(arena, cell, width));
  return { width, height: width, background: '#5b6472', shapes };
}

/** How many of each army live, on the upper wall. */
function score({ living }: Arena, cell: number, width: number): Shape[] {
  const count = (text: string, x: number, fill: string): Shape => ({
    kind: 'text',
    x,
    y: cell / 2,
    text,
    size: cell * 0.8,
    fill,
    bold: true,
  });
  return [
    count(`red ${living[0]}`, width / 4, '#ffd9d4'),
    count(`blue ${living[1]}`, (3 * width) / 4, '#d5e4fa'),
  ];
}
