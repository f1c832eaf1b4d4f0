// A MinAtar game as an environment: sticky actions, minimal action sets, seeds and pictures.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { RandomState, type RandomStateState, type Seed, SeedSequence } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { FreshBytes } from '../fresh-bytes.js';
import { CELL, cell } from '../grid-drawing.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { type Game, SIZE } from './game.js';

/** Probability that an action is replaced by the one before it. */
export const stickyActionProb = option(0.1, { min: 0, max: 1 });

const OPTIONS = {
  stickyActionProb,
  /** Actions are numbers of the game's minimal set, not of all six. */
  minimalActions: false,
};

export type MinAtarEnvOptions = Partial<OptionValues<typeof OPTIONS>>;

export const ALL_ACTIONS: readonly number[] = [0, 1, 2, 3, 4, 5];

/**
 * Observations are `[row][column][channel]` of 0 and 1, in a Box of bytes: as they are for `flatten`, as an image for
 * `{ type: 'cnn', channels: 'last', convolutions: [[16, 3, 1]] }`.
 *
 * The game and its sticky actions draw from one legacy `RandomState`, as in the original. A seed makes everything as it
 * is in an environment just made; the original remembers its last action, which may stick, also then.
 *
 * @example const env = new MinAtarEnv(new Breakout(), { stickyActionProb: 0 });
 */
export class MinAtarEnv implements Env<Uint8Array, number> {
  readonly observationSpace: Box<'uint8'>;
  readonly actionSpace: Discrete;
  private readonly stickyActionProb: number;
  /** The game's action behind each of ours. */
  private readonly actions: readonly number[];
  private readonly observations: FreshBytes;
  private rng: RandomState;
  /** What was done last, across episodes too. */
  private lastAction = 0;

  /** @throws UserError when an option has no meaning. */
  constructor(
    readonly game: Game,
    options: MinAtarEnvOptions = {},
  ) {
    const { stickyActionProb, minimalActions } = readOptions('MinAtarEnv', OPTIONS, options);
    this.stickyActionProb = stickyActionProb;
    const shape = [SIZE, SIZE, game.channels.length];
    this.observationSpace = new Box({ low: 0, high: 1, shape, dtype: 'uint8' });
    this.observations = new FreshBytes(this.observationSpace.packedSize);
    this.actions = minimalActions ? game.minimal : ALL_ACTIONS;
    this.actionSpace = new Discrete(this.actions.length);
    this.rng = new RandomState(new SeedSequence().generateState(1)[0]!);
    game.reset(this.rng);
  }

  /** @throws UserError for keys that are not known, and seeds that a RandomState cannot have. */
  reset(given: ResetOptions = {}): ResetResult<Uint8Array> {
    const { seed, options = {} } = given;
    requireKnown('reset()', given, ['seed', 'options']);
    requireKnown('reset({ options }) of MinAtar', options, []);
    if (seed !== undefined) {
      this.rng = new RandomState(requireSeed(seed));
      this.lastAction = 0;
    }
    this.game.reset(this.rng);
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Uint8Array> {
    const { game, rng } = this;
    const wanted = this.actions[action]!;
    const done = rng.random() < this.stickyActionProb ? this.lastAction : wanted;
    this.lastAction = done;
    const reward = game.state.terminal ? 0 : game.act(done, rng);
    return {
      observation: this.observe(),
      reward,
      terminated: game.state.terminal,
      truncated: false,
      info: {},
    };
  }

  private observe(): Uint8Array {
    const cells = this.observations.next();
    this.game.draw(cells);
    return cells;
  }

  /** A square for each cell in the colour of the last of its channels that is true. */
  render(): Drawing {
    const { game } = this;
    const cells = this.observe();
    const channels = game.channels.length;
    const shapes = Array.from({ length: SIZE * SIZE }, (_, i) => {
      const last = cells.subarray(i * channels, (i + 1) * channels).lastIndexOf(1);
      return cell(Math.floor(i / SIZE), i % SIZE, game.channels[last]?.[1] ?? '#1d2331');
    });
    return { width: SIZE * CELL, height: SIZE * CELL, background: '#141824', shapes };
  }

  close(): void {}

  saveState(): EnvState {
    const { rng, lastAction, game } = this;
    return { rng: rng.getState(), lastAction, game: structuredClone(game.state) };
  }

  loadState({ rng, lastAction, game }: EnvState): void {
    this.rng.setState(rng as RandomStateState);
    this.lastAction = lastAction as number;
    this.game.state = structuredClone(game as Game['state']);
  }
}

function requireSeed(seed: Seed): number {
  const isWhole = typeof seed === 'bigint' || Number.isInteger(seed);
  if (isWhole && seed >= 0 && seed <= 0xffffffff) return Number(seed);
  throw new UserError(`A seed of MinAtar must be an integer from 0 to 4294967295, got ${show(seed)}.`);
}
