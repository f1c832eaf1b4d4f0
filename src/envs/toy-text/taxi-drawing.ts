// Draws the taxi's city: places, walls, the passenger and the destination.
import type { Drawing, Shape } from '../drawing.js';
import { CELL } from '../grid-drawing.js';
import { TAXI_MAP, TAXI_PLACES, type TaxiState } from './taxi-city.js';

const COLOURS = ['#c44e52', '#3f9d5c', '#d9b441', '#2f6fb0'];
const NAMES = ['R', 'G', 'Y', 'B'];
const ACTIONS = ['South', 'North', 'East', 'West', 'Pick up', 'Drop off'];
const MARGIN = 10;
const SIZE = 5;

const x = (column: number) => MARGIN + column * CELL;
const y = (row: number) => MARGIN + row * CELL;

export function drawTaxi({ row, column, passenger, destination }: TaxiState): Drawing {
  const shapes: Shape[] = [];
  for (let r = 0; r < SIZE; r++) {
    for (let c = 0; c < SIZE; c++) {
      shapes.push({
        kind: 'rect',
        x: x(c) + 1,
        y: y(r) + 1,
        width: CELL - 2,
        height: CELL - 2,
        fill: '#eef0f3',
      });
    }
  }
  TAXI_PLACES.forEach(([r, c], place) => {
    const colour = COLOURS[place]!;
    const isGoal = place === destination;
    shapes.push(
      {
        kind: 'rect',
        x: x(c) + 5,
        y: y(r) + 5,
        width: CELL - 10,
        height: CELL - 10,
        radius: 8,
        fill: isGoal ? colour : '#ffffff',
        stroke: colour,
        strokeWidth: 3,
      },
      {
        kind: 'text',
        x: x(c) + 16,
        y: y(r) + 17,
        text: NAMES[place]!,
        size: 14,
        fill: isGoal ? '#ffffff' : colour,
        bold: true,
      },
    );
    if (passenger === place) shapes.push(...person(x(c) + CELL / 2, y(r) + CELL / 2));
  });
  shapes.push(...walls(), ...taxi(x(column) + CELL / 2, y(row) + CELL / 2));
  if (passenger === 4) shapes.push(...person(x(column) + CELL / 2, y(row) + CELL / 2 - 6));
  const side = 2 * MARGIN + SIZE * CELL;
  return { width: side, height: side, background: '#d3d8df', shapes };
}

function walls(): Shape[] {
  const side = SIZE * CELL;
  const shapes: Shape[] = [
    { kind: 'rect', x: MARGIN, y: MARGIN, width: side, height: side, stroke: '#27364d', strokeWidth: 5 },
  ];
  TAXI_MAP.forEach((line, r) => {
    for (let c = 1; c < SIZE; c++) {
      if (line[2 * c] !== '|') continue;
      shapes.push({
        kind: 'line',
        x1: x(c),
        y1: y(r),
        x2: x(c),
        y2: y(r + 1),
        stroke: '#27364d',
        strokeWidth: 5,
        round: true,
      });
    }
  });
  return shapes;
}

function taxi(cx: number, cy: number): Shape[] {
  return [
    {
      kind: 'polygon',
      points: [
        [cx - 14, cy - 2],
        [cx - 8, cy - 13],
        [cx + 8, cy - 13],
        [cx + 14, cy - 2],
      ],
      fill: '#8fb7d6',
    },
    {
      kind: 'rect',
      x: cx - 22,
      y: cy - 4,
      width: 44,
      height: 17,
      radius: 5,
      fill: '#f0b429',
      stroke: '#27364d',
      strokeWidth: 2,
    },
    { kind: 'circle', x: cx - 12, y: cy + 13, radius: 6, fill: '#27364d' },
    { kind: 'circle', x: cx + 12, y: cy + 13, radius: 6, fill: '#27364d' },
  ];
}

function person(cx: number, cy: number): Shape[] {
  return [
    { kind: 'circle', x: cx, y: cy - 8, radius: 6, fill: '#27364d' },
    {
      kind: 'polygon',
      points: [
        [cx - 9, cy + 14],
        [cx - 6, cy],
        [cx + 6, cy],
        [cx + 9, cy + 14],
      ],
      fill: '#27364d',
    },
  ];
}

/** The map in characters: T is the taxi. */
export function taxiText(state: TaxiState, action: number | null): string {
  const rows = TAXI_MAP.map((line) => [...line]);
  rows[state.row]![2 * state.column + 1] = 'T';
  const where = state.passenger === 4 ? 'in the taxi' : `at ${NAMES[state.passenger]}`;
  const done = action === null ? '' : ` (${ACTIONS[action]})`;
  const border = `+${'-'.repeat(9)}+`;
  const lines = [border, ...rows.map((row) => row.join('')), border];
  return `${lines.join('\n')}\npassenger ${where}, to ${NAMES[state.destination]}${done}`;
}
