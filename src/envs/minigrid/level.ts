// What makes a level: its size and limits, how it is built, and what it adds to the common rules.
import type { Builder } from './builder.js';

/** One episode of a level. */
export interface Episode<Task> {
  /** What the agent is told to do. */
  mission: string;
  /** What the level must remember until the end, as plain JSON; `null` where there is nothing. */
  task: Task;
}

export interface Level<Task = unknown> {
  /** One line for lists. */
  description: string;
  /** Cells across and down, walls included. */
  width: number;
  height: number;
  /** Steps after which an episode is truncated. */
  maxSteps: number;
  /** Walls hide nothing (default false). */
  seeThroughWalls?: boolean;
  /** The first so many of the seven actions (default all). */
  actions?: number;
  /** Fills an empty world and puts the agent into it. */
  build(builder: Builder): Episode<Task>;
  /** One step, instead of `world.act(action)` alone. */
  play?(builder: Builder, action: number, task: Task): void;
}
