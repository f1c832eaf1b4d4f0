// Dynamic-Obstacles: get to the goal without running into balls that move about.
//
// Source: MiniGrid's DynamicObstaclesEnv. Actions: 0 left, 1 right, 2 forward. Observation and reward are those of every
// level (../minigrid.ts), but -1 for running into a ball or a wall.
// Start: in the corner at the top left, looking right (`Random`: anywhere), the goal in the opposite corner; balls
//   anywhere. In each step, before the agent, each ball moves to a free cell of the nine around it.
// End: terminated on the goal, or by running into what stood ahead before the balls moved; truncated after 4 steps for
//   each cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Level } from '../level.js';
import { BALL, BLUE, DX, DY, FORWARD, LEFT, thing, WALL } from '../objects.js';

const OBSTACLE = thing(BALL, BLUE);

export interface Task {
  /** Cells of the balls as [x, y], in the order in which they move. */
  obstacles: (readonly [x: number, y: number])[];
}

const dynamicObstacles = (size: number, count: number, isRandom = false): Level<Task> => ({
  description: `Get to the goal past ${count} moving balls, ${size} x ${size}${isRandom ? ', starting anywhere' : ''}.`,
  width: size,
  height: size,
  maxSteps: 4 * size * size,
  seeThroughWalls: true,
  actions: 3,
  build(builder) {
    builder.ring();
    builder.goal();
    if (isRandom) builder.placeAgent();
    else builder.agent();
    const obstacles = Array.from({ length: count }, () => builder.place(OBSTACLE, { maxTries: 100 }));
    return { mission: 'get to the green goal square', task: { obstacles } };
  },
  play(builder, action, { obstacles }) {
    const { world } = builder;
    const ahead = world.typeAt(world.x + DX[world.direction]!, world.y + DY[world.direction]!);
    const isBlocked = ahead === BALL || ahead === WALL;
    obstacles.forEach(([x, y], i) => {
      const area = { x: x - 1, y: y - 1, width: 3, height: 3 };
      const cell = builder.tryPlace(OBSTACLE, { area, maxTries: 100 });
      if (!cell) return;
      world.empty(x, y);
      obstacles[i] = cell;
    });
    // An action that there is not turns left, as in MiniGrid; `make` refuses it before.
    world.act(action <= FORWARD ? action : LEFT);
    if (action !== FORWARD || !isBlocked) return;
    world.end(false);
    world.reward = -1;
  },
});

export const dynamicObstaclesLevels = {
  'MiniGrid-Dynamic-Obstacles-5x5-v0': dynamicObstacles(5, 2),
  'MiniGrid-Dynamic-Obstacles-Random-5x5-v0': dynamicObstacles(5, 2, true),
  'MiniGrid-Dynamic-Obstacles-6x6-v0': dynamicObstacles(6, 3),
  'MiniGrid-Dynamic-Obstacles-Random-6x6-v0': dynamicObstacles(6, 3, true),
  'MiniGrid-Dynamic-Obstacles-8x8-v0': dynamicObstacles(8, 4),
  'MiniGrid-Dynamic-Obstacles-16x16-v0': dynamicObstacles(16, 8),
};
