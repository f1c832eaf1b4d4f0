// The 21 actions of a soldier: 13 moves, then 8 attacks, each an offset [dx, dy] with y downwards.

/** Offsets |d|² ≤ 4, row by row: action 6 stays. */
const MOVES = offsets(2, (dx, dy) => dx * dx + dy * dy <= 4);
/** The eight neighbours, row by row. */
const ATTACKS = offsets(1, (dx, dy) => dx !== 0 || dy !== 0);

export const ACTIONS: readonly (readonly [dx: number, dy: number])[] = [...MOVES, ...ATTACKS];
export const FIRST_ATTACK = MOVES.length;

function offsets(radius: number, keep: (dx: number, dy: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) if (keep(dx, dy)) found.push([dx, dy]);
  }
  return found;
}
