// Fires whenever training passes a multiple of N steps (episodes, iterations), however many an iteration takes.

import type { Agent, Budget } from '../agents/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';

/** How much of a budget an agent has used, in its unit. */
export function elapsed(
  { numTimesteps: steps, numEpisodes: episodes, numIterations: iterations }: Agent,
  { unit }: Pick<Budget, 'unit'>,
): number {
  return { steps, episodes, iterations }[unit];
}

export class Every {
  private next = 0;

  /**
   * @param interval In the unit of what `start` and `due` are told, most often environment steps.
   * @throws {UserError} when it is no whole number of at least 1.
   */
  constructor(private readonly interval: number) {
    if (Number.isSafeInteger(interval) && interval >= 1) return;
    throw new UserError(`Every needs a whole number ≥ 1, got ${show(interval)}.`);
  }

  /** Training begins, or goes on, after this many. */
  start(elapsed: number): void {
    this.next = (Math.floor(elapsed / this.interval) + 1) * this.interval;
  }

  /** Whether a multiple has been passed since the last call. */
  due(elapsed: number): boolean {
    if (elapsed < this.next) return false;
    this.start(elapsed);
    return true;
  }
}
