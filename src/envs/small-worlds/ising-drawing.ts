// Pictures of magnets: a circle of arrows, or a rectangle of cells.
import type { Drawing, Shape } from '../drawing.js';
import { CELL, cell } from '../grid-drawing.js';
import { type Lattice, UP } from './ising.js';

const COLOURS = { up: '#e9c46a', down: '#3d5a80' };
const BACKGROUND = '#f2f4ee';
const MARK = '#d1605e';

/** @param marked the site whose turn it is, if one's */
export function drawSpinLattice(spins: ArrayLike<number>, lattice: Lattice, marked?: number): Drawing {
  const drawing = lattice.rows === 1 ? drawRing(spins, marked) : drawGrid(spins, lattice, marked);
  const signs = Array.from(spins, (spin) => (spin === UP ? '+' : '-'));
  const lines = Array.from({ length: lattice.rows }, (_, row) =>
    signs.slice(row * lattice.columns, (row + 1) * lattice.columns).join(' '),
  );
  return { ...drawing, text: lines.join('\n') };
}

function drawGrid(spins: ArrayLike<number>, { rows, columns }: Lattice, marked?: number): Drawing {
  const shapes: Shape[] = Array.from(spins, (spin, i) =>
    cell(Math.floor(i / columns), i % columns, spin === UP ? COLOURS.up : COLOURS.down),
  );
  if (marked !== undefined) {
    const x = ((marked % columns) + 0.5) * CELL;
    const y = (Math.floor(marked / columns) + 0.5) * CELL;
    shapes.push({ kind: 'circle', x, y, radius: 10, fill: MARK });
  }
  return { width: columns * CELL, height: rows * CELL, background: BACKGROUND, shapes };
}

const RING_SIZE = 480;
const CENTRE = RING_SIZE / 2;
const RADIUS = 190;

/** Up arrows point outwards, down arrows inwards. */
function drawRing(spins: ArrayLike<number>, marked?: number): Drawing {
  const half = Math.min(22, (Math.PI * RADIUS) / spins.length - 3);
  const shapes: Shape[] = [
    { kind: 'circle', x: CENTRE, y: CENTRE, radius: RADIUS, stroke: '#c3c9bb', strokeWidth: 3 },
  ];
  for (let i = 0; i < spins.length; i++) {
    const angle = (2 * Math.PI * i) / spins.length - Math.PI / 2;
    const way = spins[i] === UP ? 1 : -1;
    const at = (along: number, aside: number) =>
      [
        CENTRE + (RADIUS + along) * Math.cos(angle) - aside * Math.sin(angle),
        CENTRE + (RADIUS + along) * Math.sin(angle) + aside * Math.cos(angle),
      ] as const;
    const colour = spins[i] === UP ? COLOURS.up : COLOURS.down;
    shapes.push({
      kind: 'polygon',
      points: [at(way * 26, 0), at(-way * 22, half * 0.75), at(-way * 12, 0), at(-way * 22, -half * 0.75)],
      fill: colour,
      stroke: i === marked ? MARK : '#27364d',
      strokeWidth: i === marked ? 4 : 1.5,
    });
  }
  return { width: RING_SIZE, height: RING_SIZE, background: BACKGROUND, shapes };
}
