// What an agent is told of its neighbours' actions: nothing, their mean, or all of them together.
import type { Neighbours } from '../../../envs/index.js';
import { UserError } from '../../../io/errors.js';

/** `mean`: n shares (Yang et al. 2018). `joint`: every combination of the actions of k neighbours, n^k chances. */
export type Telling = { kind: 'nothing' } | { kind: 'mean' } | { kind: 'joint'; neighbours: number };

/** Above this, a table of combinations is no longer a good idea. */
const MOST_COMBINATIONS = 4096;

/** Numbers that tell of neighbours' actions. @throws UserError for too many combinations. */
export function widthOf(telling: Telling, actions: number): number {
  if (telling.kind === 'nothing') return 0;
  if (telling.kind === 'mean') return actions;
  const width = actions ** telling.neighbours;
  if (width <= MOST_COMBINATIONS) return width;
  throw new UserError(
    `neighbours: ${telling.neighbours} neighbours with ${actions} actions each make ${width} combinations, more than ` +
      `${MOST_COMBINATIONS}; lower it, or use mean-field-q, which needs ${actions} numbers.`,
  );
}

export class NeighbourActions {
  readonly width: number;

  constructor(
    private readonly telling: Telling,
    /** Of each agent. */
    private readonly actions: number,
  ) {
    this.width = widthOf(telling, actions);
  }

  /** What is known when nobody has acted yet: all combinations are as likely. */
  forget(out: Float32Array, row: number): void {
    out.fill(1 / this.width, row * this.width, (row + 1) * this.width);
  }

  /** Tells every row what its neighbours do. @param chosen actions counted from 0, one a row */
  tell(chosen: ArrayLike<number>, { offsets, rows }: Neighbours, out: Float32Array): void {
    const { width, telling } = this;
    if (width === 0) return;
    for (let i = 0; i + 1 < offsets.length; i++) {
      const from = offsets[i]!;
      const to = offsets[i + 1]!;
      if (telling.kind === 'joint') this.combine(chosen, rows, from, to, out, i * width);
      else if (from === to) this.forget(out, i);
      else {
        out.fill(0, i * width, (i + 1) * width);
        for (let k = from; k < to; k++) out[i * width + chosen[rows[k]!]!]! += 1 / (to - from);
      }
    }
  }

  /** The outer product of the one-hot actions of the first neighbours; whoever is missing may do anything. */
  private combine(
    chosen: ArrayLike<number>,
    rows: Int32Array,
    from: number,
    to: number,
    out: Float32Array,
    at: number,
  ): void {
    const { width, actions, telling } = this;
    const count = telling.kind === 'joint' ? telling.neighbours : 0;
    const missing = Math.max(count - (to - from), 0);
    const blocks = actions ** missing;
    let index = 0;
    for (let k = 0; k < count - missing; k++) index = index * actions + chosen[rows[from + k]!]!;
    out.fill(0, at, at + width);
    // The missing come last, so that their combinations lie side by side.
    out.fill(1 / blocks, at + index * blocks, at + (index + 1) * blocks);
  }
}
