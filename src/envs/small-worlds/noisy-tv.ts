// NoisyTV: a small room with a screen full of noise, which captures whoever seeks what cannot be predicted.
//
// Source: Y. Burda et al., Large-Scale Study of Curiosity-Driven Learning, arXiv:1808.04355; A. Zai and B. Brown, Deep
// Reinforcement Learning in Action, chapter 8.
//
// | action | meaning        |
// |--------|----------------|     The observation is two binary planes of 5 x 5: where the player is, a single 1, and
// | 0      | up             |     the screen. Moves against the border leave the player where it is.
// | 1      | down           |
// | 2      | left           |     `screen`: `everywhere`, it is always seen and its 25 bits are drawn anew in every
// | 3      | right          |     step; `cell`, it is seen in the middle only, dark elsewhere, and keeps its bits until
// | 4      | change channel |     action 4 there draws new ones (there is no action 4 with `everywhere`).
//
// Reward: 1 for reaching the lower right corner, 0 elsewhere; without `goal` always 0.
// Start: in the upper left corner.
// End: terminated in the lower right corner if it is the goal; truncated after 200 steps.
// Arguments: `screen` (everywhere), `goal` (true).
// Versions: v0.
import { Discrete, MultiBinary } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { CELL, cell, flag, player } from '../grid-drawing.js';
import { MOVES, moveFrom } from '../gridworld/board.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';

const SIZE = 5;
const CELLS = SIZE * SIZE;
const GOAL = CELLS - 1;
/** Where the screen stands if not everywhere. */
const MIDDLE = 12;
const NO_WALL = -1;
const CHANGE_CHANNEL = 4;

const OPTIONS = {
  /** Where noise is seen: everywhere and always new, or in one cell and changed by an action. */
  screen: option('everywhere', { choices: ['everywhere', 'cell'] }),
  /** A corner pays and ends the episode. */
  goal: true,
};

export type NoisyTVOptions = Partial<OptionValues<typeof OPTIONS>>;

export class NoisyTV extends SeededEnv<Uint8Array, number> {
  readonly observationSpace = new MultiBinary([2, SIZE, SIZE]);
  readonly actionSpace: Discrete;
  /** The player's cell, row * 5 + column. */
  cell = 0;
  /** The 25 bits of the screen, seen or not. */
  bits: Uint8Array;
  private readonly isEverywhere: boolean;
  private readonly goal: boolean;
  private lastAction: number | null = null;

  /** @throws UserError when an option has no meaning. */
  constructor(options: NoisyTVOptions = {}) {
    super();
    const { screen, goal } = readOptions('NoisyTV', OPTIONS, options);
    this.isEverywhere = screen === 'everywhere';
    this.goal = goal;
    this.actionSpace = new Discrete(this.isEverywhere ? MOVES.length : MOVES.length + 1);
    this.bits = this.drawBits();
  }

  private drawBits(): Uint8Array {
    return this.rng.bytes(2, CELLS);
  }

  protected start(): ResetResult<Uint8Array> {
    this.cell = 0;
    this.bits = this.drawBits();
    this.lastAction = null;
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Uint8Array> {
    const isChange = action === CHANGE_CHANNEL;
    if (!isChange) this.cell = moveFrom(this.cell, action, NO_WALL, SIZE);
    if (this.isEverywhere || (isChange && this.cell === MIDDLE)) this.bits = this.drawBits();
    this.lastAction = action;
    const terminated = this.goal && this.cell === GOAL;
    return {
      observation: this.observe(),
      reward: terminated ? 1 : 0,
      terminated,
      truncated: false,
      info: {},
    };
  }

  private get isSeen(): boolean {
    return this.isEverywhere || this.cell === MIDDLE;
  }

  private observe(): Uint8Array {
    const planes = new Uint8Array(2 * CELLS);
    planes[this.cell] = 1;
    if (this.isSeen) planes.set(this.bits, CELLS);
    return planes;
  }

  /** The room on the left, on the right what the screen shows. */
  override render(): Drawing {
    const shapes: Shape[] = [];
    const [first, width] = [SIZE + 1, (2 * SIZE + 1) * CELL];
    shapes.push({
      kind: 'rect',
      x: first * CELL - 8,
      y: 0,
      width: SIZE * CELL + 8,
      height: SIZE * CELL,
      fill: '#1d2331',
    });
    for (let i = 0; i < CELLS; i++) {
      const [row, column] = [Math.floor(i / SIZE), i % SIZE];
      const hasScreen = !this.isEverywhere && i === MIDDLE;
      shapes.push(cell(row, column, hasScreen ? '#b9c4d6' : '#f2f4ee'));
      const isLit = this.isSeen && this.bits[i] === 1;
      shapes.push(cell(row, first + column, isLit ? '#e6ecf5' : '#2b3347'));
    }
    const move = this.lastAction === null ? undefined : MOVES[this.lastAction];
    if (this.goal) shapes.push(...flag(SIZE - 1, SIZE - 1));
    shapes.push(...player(Math.floor(this.cell / SIZE), this.cell % SIZE, move));
    return { width, height: SIZE * CELL, background: '#d4dcc6', shapes };
  }

  protected snapshot(): EnvState {
    return { cell: this.cell, bits: [...this.bits], lastAction: this.lastAction };
  }

  protected restore({ cell, bits, lastAction }: EnvState): void {
    this.cell = cell as number;
    this.bits = Uint8Array.from(bits as number[]);
    this.lastAction = lastAction as number | null;
  }
}

export const noisyTVV0 = defineEnv({
  id: 'NoisyTV-v0',
  description: 'A room with a screen full of noise, a trap for curiosity.',
  maxEpisodeSteps: 200,
  options: OPTIONS,
  create: (options: NoisyTVOptions) => new NoisyTV(options),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'NoisyTV-v0': typeof noisyTVV0;
  }
}
