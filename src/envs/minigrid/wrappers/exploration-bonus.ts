// Rewards for what was done rarely: 1 / sqrt(n) for the n-th visit of a cell, or for the n-th time of an action there.
import type { Env, EnvState, StepResult } from '../../env.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import { Wrapper } from '../../wrappers/wrapper.js';
import type { MiniGrid } from '../minigrid.js';
import { requireMiniGrid } from './require-mini-grid.js';

/** Counts over all episodes. */
abstract class ExplorationBonus<O, A> extends Wrapper<O, A> {
  private readonly grid: MiniGrid;
  private readonly counts = new Map<string, number>();

  constructor(wrapper: string, env: Env<O, A>) {
    super(env);
    this.grid = requireMiniGrid(wrapper, env);
  }

  /** What is counted, after the step. */
  protected abstract keyOf(world: MiniGrid['world'], action: A): string;

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    const key = this.keyOf(this.grid.world, action);
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return { ...result, reward: result.reward + 1 / Math.sqrt(count) };
  }

  protected override snapshot(): EnvState {
    return { counts: Object.fromEntries(this.counts) };
  }

  protected override restore({ counts }: EnvState): void {
    this.counts.clear();
    for (const [key, count] of Object.entries(counts as Record<string, number>)) this.counts.set(key, count);
  }
}

/** Counts cells. */
export class PositionBonus<O, A> extends ExplorationBonus<O, A> {
  /** @throws UserError when the environment is none of MiniGrid. */
  constructor(env: Env<O, A>) {
    super('PositionBonus', env);
  }

  protected keyOf({ x, y }: MiniGrid['world']): string {
    return `${x} ${y}`;
  }
}

/** Counts cells with the direction of the agent and its action. */
export class ActionBonus<O, A> extends ExplorationBonus<O, A> {
  /** @throws UserError when the environment is none of MiniGrid. */
  constructor(env: Env<O, A>) {
    super('ActionBonus', env);
  }

  protected keyOf({ x, y, direction }: MiniGrid['world'], action: A): string {
    return `${x} ${y} ${direction} ${action}`;
  }
}

export const positionBonus: WrapperDefinition<Record<never, never>> = {
  id: 'PositionBonus',
  description: 'Rewards the agent of MiniGrid for cells that it rarely visited.',
  rewardsOnly: true,
  create: (env) => new PositionBonus(env),
};

export const actionBonus: WrapperDefinition<Record<never, never>> = {
  id: 'ActionBonus',
  description: 'Rewards the agent of MiniGrid for what it rarely did where it is.',
  rewardsOnly: true,
  create: (env) => new ActionBonus(env),
};
