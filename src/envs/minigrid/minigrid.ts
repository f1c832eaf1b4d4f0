// MiniGrid: an agent in a grid of walls, doors, keys and things, that sees a small part of it and is told a mission.
//
// Source: M. Chevalier-Boisvert et al., Minigrid & Miniworld, 2023. The levels stand in levels/, a family in each file.
//
// | action | meaning                                                   |   | observation | meaning                        |
// |--------|-----------------------------------------------------------|   |-------------|--------------------------------|
// | 0      | turn left                                                 |   | image       | 7 x 7 cells of 3 bytes: type,  |
// | 1      | turn right                                                |   |             | colour, state; [column][row]   |
// | 2      | forward                                                   |   | direction   | 0 right, 1 down, 2 left, 3 up  |
// | 3      | pick up the key, ball or box ahead                        |   | mission     | what to do, in words           |
// | 4      | drop what is carried on the empty cell ahead              |
// | 5      | toggle: open or close a door (a locked one with its key), |   The agent stands in the middle of the last
// |        | open a box                                                |   row of the view and looks up; what walls and
// | 6      | done: nothing, but for some missions                      |   closed doors hide is 0 0 0.
//
// Types: 0 unseen, 1 empty, 2 wall, 3 floor, 4 door, 5 key, 6 ball, 7 box, 8 goal, 9 lava, 10 agent. Colours: 0 red,
//   1 green, 2 blue, 3 purple, 4 yellow, 5 grey. States of doors: 0 open, 1 closed, 2 locked.
// Reward: 1 - 0.9 steps / `maxSteps` in the step that succeeds, 0 in all others.
// Start, end: see the levels. Both flags are true when the last step that is allowed ends the task. `info.isSuccess` of the
//   last step tells whether it succeeded (MiniGrid's infos are empty).
// Arguments: `maxSteps` (of the level), after which an episode is truncated; the reward depends on it.
// Versions: as in MiniGrid 3.1, draw for draw and step for step.
import { Box, Dict, Discrete, Text } from '../../spaces/index.js';
import type { CellBox, Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { FreshBytes } from '../fresh-bytes.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { Builder } from './builder.js';
import type { Level } from './level.js';
import { draw, viewBoxes } from './picture.js';
import { look, VIEW_SIZE } from './view.js';
import { World } from './world.js';

/** Characters of missions, and how many a mission has at most. */
export const MISSION_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz ,';
export const MISSION_LENGTH = 96;

export interface MiniGridObservation {
  image: Uint8Array;
  direction: number;
  mission: string;
}

/** The options of a level. */
export const optionsOf = ({ maxSteps }: Level) => ({
  /** Steps after which an episode is truncated. */
  maxSteps: option(maxSteps, { integer: true, min: 1 }),
});

export type MiniGridOptions = Partial<OptionValues<ReturnType<typeof optionsOf>>>;

const space = () =>
  new Dict({
    image: new Box({ low: 0, high: 255, shape: [VIEW_SIZE, VIEW_SIZE, 3], dtype: 'uint8' }),
    direction: new Discrete(4),
    mission: new Text(MISSION_LENGTH, { charset: MISSION_CHARACTERS }),
  });

/** @example const env = new MiniGrid(LEVELS['MiniGrid-DoorKey-8x8-v0']); */
export class MiniGrid extends SeededEnv<MiniGridObservation, number> {
  readonly observationSpace: ReturnType<typeof space> = space();
  readonly actionSpace: Discrete;
  /** The grid, the agent and what it carries. */
  readonly world: World;
  private readonly builder: Builder;
  private readonly images = new FreshBytes(3 * VIEW_SIZE * VIEW_SIZE);
  private readonly seen = new Uint8Array(VIEW_SIZE * VIEW_SIZE);
  private mission = '';
  private task: unknown = null;

  /** @throws UserError when an option has no meaning. */
  constructor(
    readonly level: Level,
    options: MiniGridOptions = {},
  ) {
    super();
    const { maxSteps } = readOptions('MiniGrid', optionsOf(level), options);
    const { width, height, seeThroughWalls = false, actions = 7 } = level;
    this.actionSpace = new Discrete(actions);
    this.world = new World(width, height, seeThroughWalls, maxSteps);
    this.builder = new Builder(this.world, () => this.rng);
  }

  protected start(): ResetResult<MiniGridObservation> {
    this.world.clear();
    ({ mission: this.mission, task: this.task } = this.level.build(this.builder));
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<MiniGridObservation> {
    const { world, level } = this;
    world.steps++;
    world.reward = 0;
    world.terminated = false;
    if (level.play) level.play(this.builder, action, this.task);
    else world.act(action);
    const { reward, terminated } = world;
    const truncated = world.steps >= world.maxSteps;
    const info = terminated || truncated ? { isSuccess: reward > 0 } : {};
    return { observation: this.observe(), reward, terminated, truncated, info };
  }

  private observe(): MiniGridObservation {
    const { world, mission } = this;
    const image = look(world, VIEW_SIZE, this.seen, this.images.next());
    return { image, direction: world.direction, mission };
  }

  override render(): Drawing {
    return draw(this.world, this.mission, VIEW_SIZE);
  }

  observedCells(): (CellBox | null)[] {
    return viewBoxes(this.world, VIEW_SIZE);
  }

  protected snapshot(): EnvState {
    const { cells, x, y, direction, carrying, steps } = this.world;
    return {
      ...{ cells: [...cells], x, y, direction, carrying, steps },
      mission: this.mission,
      task: structuredClone(this.task),
    };
  }

  protected restore(state: EnvState): void {
    const { cells, mission, task, x, y, direction, carrying, steps } = state as unknown as Saved;
    this.world.cells.set(cells);
    Object.assign(this.world, { x, y, direction, carrying, steps });
    this.mission = mission;
    this.task = structuredClone(task);
  }
}

interface Saved extends Pick<World, 'x' | 'y' | 'direction' | 'carrying' | 'steps'> {
  cells: number[];
  mission: string;
  task: unknown;
}
