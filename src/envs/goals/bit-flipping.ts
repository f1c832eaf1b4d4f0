// BitFlipping: make a row of bits equal to another by flipping one at a time, told only when all are right.
//
// Source: M. Andrychowicz et al., Hindsight Experience Replay, NIPS 2017, section 3.1.
//
// | action | meaning         |     | observation   | meaning                                        |
// |--------|-----------------|     |---------------|------------------------------------------------|
// | i      | flip bit i of n |     | observation   | the n bits                                     |
//                                  | achieved_goal | the same: what would have been right to want   |
//                                  | desired_goal  | the n bits that are wanted                     |
//
// Reward: -1 in every step, 0 in the one that makes the bits equal to the goal. A policy that explores at random hardly
// ever sees it for n above 10 or so: there are 2^n states.
// Start: bits and goal uniform among those that differ. `info.isSuccess` tells whether they are equal.
// End: terminated when they are; truncated after n steps, which is as many as it can take.
// Arguments: `n` (15).
// Versions: v0.
import { Discrete, MultiBinary, type Space } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { CELL, cell, label } from '../grid-drawing.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { type GoalObservation, goalSpace } from './goal-env.js';

const OPTIONS = {
  /** How many bits there are. */
  n: option(15, { integer: true, min: 1, max: 1000 }),
};

export type BitFlippingOptions = Partial<OptionValues<typeof OPTIONS>>;
export type BitFlippingObservation = GoalObservation<Uint8Array>;

export class BitFlipping extends SeededEnv<BitFlippingObservation, number> {
  readonly observationSpace: Space<BitFlippingObservation>;
  readonly actionSpace: Discrete;
  readonly n: number;
  bits: Uint8Array;
  goal: Uint8Array;
  private steps = 0;

  /** @throws UserError when n is no number of bits. */
  constructor(options: BitFlippingOptions = {}) {
    super();
    this.n = readOptions('BitFlipping', OPTIONS, options).n;
    const bits = () => new MultiBinary(this.n);
    this.observationSpace = goalSpace(bits(), bits);
    this.actionSpace = new Discrete(this.n);
    this.bits = new Uint8Array(this.n);
    this.goal = new Uint8Array(this.n);
  }

  protected start(): ResetResult<BitFlippingObservation> {
    this.steps = 0;
    this.bits = this.rng.bytes(2, this.n);
    do this.goal = this.rng.bytes(2, this.n);
    while (equal(this.bits, this.goal));
    return { observation: this.observe(), info: { isSuccess: false } };
  }

  step(action: number): StepResult<BitFlippingObservation> {
    this.bits[action]! ^= 1;
    this.steps++;
    const terminated = this.computeTerminated(this.bits, this.goal);
    return {
      observation: this.observe(),
      reward: this.computeReward(this.bits, this.goal),
      terminated,
      truncated: !terminated && this.steps >= this.n,
      info: { isSuccess: terminated },
    };
  }

  /** 0 where the bits are those that were wanted, else -1. */
  computeReward(achieved: unknown, desired: unknown): number {
    return this.computeTerminated(achieved, desired) ? 0 : -1;
  }

  computeTerminated(achieved: unknown, desired: unknown): boolean {
    return equal(achieved as Uint8Array, desired as Uint8Array);
  }

  private observe(): BitFlippingObservation {
    const { bits, goal } = this;
    return { achieved_goal: bits.slice(), desired_goal: goal.slice(), observation: bits.slice() };
  }

  /** The bits above, the goal below them; bits that are wrong are orange. */
  override render(): Drawing {
    const { n, bits, goal } = this;
    const shapes: Shape[] = [];
    for (let i = 0; i < n; i++) {
      const isRight = bits[i] === goal[i];
      shapes.push(cell(0, i, isRight ? '#3f9d5c' : '#d98841'), label(0, i, String(bits[i]), '#ffffff'));
      shapes.push(cell(1, i, '#f2f4ee'), label(1, i, String(goal[i]), '#27364d'));
    }
    return {
      width: n * CELL,
      height: 2 * CELL,
      background: '#d4dcc6',
      shapes,
      text: `${bits.join('')}\n${goal.join('')} wanted`,
    };
  }

  protected snapshot(): EnvState {
    return { bits: [...this.bits], goal: [...this.goal], steps: this.steps };
  }

  protected restore({ bits, goal, steps }: EnvState): void {
    this.bits = Uint8Array.from(bits as number[]);
    this.goal = Uint8Array.from(goal as number[]);
    this.steps = steps as number;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((bit, i) => bit === b[i]);
}

/** Keys of the first ten bits. */
const DIGITS = [...'1234567890'];

export const bitFlippingV0 = defineEnv({
  id: 'BitFlipping-v0',
  description: 'Flip bits one at a time until all are as wanted; nothing tells how many are.',
  options: OPTIONS,
  create: (options: BitFlippingOptions) => new BitFlipping(options),
  play: ({ n }) => ({ keys: Object.fromEntries(DIGITS.slice(0, n).map((key, i) => [key, i])) }),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'BitFlipping-v0': typeof bitFlippingV0;
  }
}
