// Actions as the forward model reads them and as the inverse model tells them: one-hot, bits, or real numbers.
import { UserError } from '../../io/errors.js';
import { bceWithLogits, mseLoss } from '../../nn/index.js';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '../../spaces/index.js';
import { cat, type Tensor } from '../../tensor/index.js';

export abstract class ActionCodes {
  /** Numbers per code, and outputs of the inverse model. */
  abstract readonly size: number;
  /** Numbers per action in a batch. */
  abstract readonly actionSize: number;
  /** Writes the code of row `row` of `actions` as row `to` of `out`. */
  abstract write(actions: ArrayLike<number>, row: number, out: Float32Array, to: number): void;
  /** How badly `guesses` `[B, size]` tell the actions of `codes` `[B, size]`: `[B]`. */
  abstract errors(guesses: Tensor, codes: Tensor): Tensor;
  /** Whether row `row` of the guesses is right about every choice; absent where actions are no choices. */
  isRight?(guesses: ArrayLike<number>, codes: ArrayLike<number>, row: number): boolean;
}

/** @param literal the mistake of a book: cross-entropy of probabilities that pass through a softmax once more */
export function actionCodes(space: Space, literal: boolean): ActionCodes {
  if (space instanceof Discrete) return new Choices([space.n], literal);
  if (space instanceof MultiDiscrete) return new Choices([...space.nvec], literal);
  if (space instanceof MultiBinary) return new Numbers(space.packedSize, binaryErrors);
  if (space instanceof Box) return new Numbers(space.packedSize, squaredErrors);
  throw new UserError(
    `intrinsic: icm tells actions of Discrete, MultiDiscrete, MultiBinary and Box spaces, got ${space}.`,
  );
}

/** One-hot codes side by side, and logits. */
class Choices extends ActionCodes {
  readonly size: number;
  readonly actionSize: number;

  constructor(
    private readonly counts: readonly number[],
    private readonly literal: boolean,
  ) {
    super();
    this.size = counts.reduce((sum, n) => sum + n, 0);
    this.actionSize = counts.length;
  }

  write(actions: ArrayLike<number>, row: number, out: Float32Array, to: number): void {
    let at = to * this.size;
    out.fill(0, at, at + this.size);
    for (const [i, n] of this.counts.entries()) {
      out[at + actions[row * this.actionSize + i]!] = 1;
      at += n;
    }
  }

  errors(guesses: Tensor, codes: Tensor): Tensor {
    let at = 0;
    const parts = this.counts.map((n) => {
      const logits = guesses.slice(1, at, at + n);
      at += n;
      return (this.literal ? logits.softmax(1) : logits).logSoftmax(1);
    });
    return cat(parts, 1).mul(codes).sum(1).neg();
  }

  override isRight(guesses: ArrayLike<number>, codes: ArrayLike<number>, row: number): boolean {
    let at = row * this.size;
    for (const n of this.counts) {
      let best = at;
      for (let i = at + 1; i < at + n; i++) if (guesses[i]! > guesses[best]!) best = i;
      if (codes[best] !== 1) return false;
      at += n;
    }
    return true;
  }
}

/** Actions as they are. */
class Numbers extends ActionCodes {
  readonly actionSize: number;

  constructor(
    readonly size: number,
    readonly errors: (guesses: Tensor, codes: Tensor) => Tensor,
  ) {
    super();
    this.actionSize = size;
  }

  write(actions: ArrayLike<number>, row: number, out: Float32Array, to: number): void {
    for (let i = 0; i < this.size; i++) out[to * this.size + i] = actions[row * this.size + i]!;
  }
}

const squaredErrors = (guesses: Tensor, codes: Tensor) =>
  mseLoss(guesses, codes, { reduction: 'none' }).mean(1);
const binaryErrors = (guesses: Tensor, codes: Tensor) =>
  bceWithLogits(guesses, codes, { reduction: 'none' }).mean(1);
