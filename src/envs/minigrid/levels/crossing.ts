// SimpleCrossing and LavaCrossing: cross rivers of walls or of lava through the one gap in each.
//
// Source: MiniGrid's CrossingEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: in the corner at the top left, looking right, the goal in the opposite one; `N` rivers from edge to edge, with
//   gaps along a path from start to goal.
// End: terminated on the goal or in lava (reward 0); truncated after 4 steps for each cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Level } from '../level.js';
import { LAVA_CELL, type Thing, WALL_CELL } from '../objects.js';

interface River {
  /** Runs down (`across` else) at this x (y). */
  isDown: boolean;
  at: number;
}

const crossing = (size: number, count: number, river: Thing): Level => ({
  description: `Cross ${count === 1 ? 'a river' : `${count} rivers`} of ${river === LAVA_CELL ? 'lava' : 'walls'} to the goal, ${size} x ${size}.`,
  width: size,
  height: size,
  maxSteps: 4 * size * size,
  build(builder) {
    const { world, rng } = builder;
    builder.ring();
    builder.agent();
    builder.goal();
    const rivers: River[] = [];
    for (const isDown of [true, false]) {
      for (let at = 2; at < size - 2; at += 2) rivers.push({ isDown, at });
    }
    rng.shuffle(rivers);
    const kept = (isDown: boolean) =>
      rivers
        .slice(0, count)
        .filter((each) => each.isDown === isDown)
        .map(({ at }) => at)
        .sort((a, b) => a - b);
    const columns = kept(true);
    const rows = kept(false);
    for (const y of rows) builder.across(1, y, size - 2, river);
    for (const x of columns) builder.down(x, 1, size - 2, river);

    // A path: it crosses each river once, in a random order; the gap lies between the rivers that come next.
    const path = [...columns.map(() => true), ...rows.map(() => false)];
    rng.shuffle(path);
    const xs = [0, ...columns, size - 1];
    const ys = [0, ...rows, size - 1];
    let column = 0;
    let row = 0;
    for (const crossesColumn of path) {
      if (crossesColumn) world.empty(xs[++column]!, builder.integer(ys[row]! + 1, ys[row + 1]!));
      else world.empty(builder.integer(xs[column]! + 1, xs[column + 1]!), ys[++row]!);
    }
    const start = river === LAVA_CELL ? 'avoid the lava' : 'find the opening';
    return { mission: `${start} and get to the green goal square`, task: null };
  },
});

export const crossingLevels = {
  'MiniGrid-SimpleCrossingS9N1-v0': crossing(9, 1, WALL_CELL),
  'MiniGrid-SimpleCrossingS9N2-v0': crossing(9, 2, WALL_CELL),
  'MiniGrid-SimpleCrossingS9N3-v0': crossing(9, 3, WALL_CELL),
  'MiniGrid-SimpleCrossingS11N5-v0': crossing(11, 5, WALL_CELL),
  'MiniGrid-LavaCrossingS9N1-v0': crossing(9, 1, LAVA_CELL),
  'MiniGrid-LavaCrossingS9N2-v0': crossing(9, 2, LAVA_CELL),
  'MiniGrid-LavaCrossingS9N3-v0': crossing(9, 3, LAVA_CELL),
  'MiniGrid-LavaCrossingS11N5-v0': crossing(11, 5, LAVA_CELL),
};
