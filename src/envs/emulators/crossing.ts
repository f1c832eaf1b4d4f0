// Crossing: a road game of our own on an emulated Atari 2600: eight lanes to cross, as often as the clock allows.
//
// The contract is that of Freeway in the Arcade Learning Environment, which reads score and end at the same addresses;
// sources of the ROM: roms/.
//
// | action | meaning |    `CrossingRam-v0` shows the 128 bytes of RAM, `Crossing-v0` the screen, RGB bytes of shape
// |--------|---------|    [210, 160, 3]. A step repeats its action for some frames.
// | 0      | stay    |
// | 1      | up      |    `info`: frame_number and episode_frame_number (frames since the console was switched on, and
// | 2      | down    |    since the start), lives (0); at reset also romSha256.
//
// Reward: 1 for each crossing, summed over the frames of a step.
// Start: the console has run for a second and RESET was pressed; every episode begins alike.
// End: terminated when the game is over, after 136 seconds (8,160 frames); truncated after 10,000 steps.
// Arguments: `frameskip` ([2, 5]: 2, 3 or 4 frames at random, the end excluded as in Gymnasium; [4]: always 4),
//   `repeatActionProbability` (0.25: how likely a frame goes on with the action before it), `rom` (path or bytes of another
//   ROM, such as Freeway's; null), `romSha256` (the checksum it must have; null).
// Versions: v0 is set like `Freeway-ram-v0`. Its v4 is `repeatActionProbability: 0`, its NoFrameskip `frameskip: [1]`,
//   `ALE/Freeway-ram-v5` `frameskip: [4]`.
import { UserError } from '../../io/errors.js';
import { Box, Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { ATARI_COLUMNS, ATARI_ROWS, AtariConsole, load6502 } from './atari-console.js';
import type { MachineChanges } from './machine-state.js';
import { ROM_OPTIONS, type Rom, readRom } from './rom.js';
import { drawScreen } from './screen.js';
import { crossingRom } from './shipped-roms.js';

const RAM_BYTES = 128;
/** Two decimal digits, four bits each. */
const SCORE = 103;
const GAME_OVER = 22;
const WARM_UP_FRAMES = 60;
const RESET_FRAMES = 4;

const OPTIONS = {
  /** Frames of a step: always as many, or from the first to below the second. */
  frameskip: /* @__PURE__ */ option([2, 5], { integer: true, min: 1 }),
  /** How likely a frame goes on with the action before it. */
  repeatActionProbability: /* @__PURE__ */ option(0.25, { min: 0, max: 1 }),
  ...ROM_OPTIONS,
};

export type CrossingOptions = Partial<OptionValues<typeof OPTIONS>>;

/** The game; `observationType` says what of it is seen. */
export class Crossing extends SeededEnv<Uint8Array, number> {
  readonly observationSpace: Box<'uint8'>;
  readonly actionSpace = new Discrete(3);
  private readonly minSkip: number;
  private readonly endSkip: number;
  private readonly sticky: number;
  private readonly rom: Rom;
  private readonly atari: AtariConsole;
  /** The machine in the first frame of an episode. */
  private readonly beginning: MachineChanges;
  private lastScore = 0;
  /** What the stick does now: the action of the last frame. */
  private held = 0;
  private frames = 0;

  /**
   * `loadEnv('Crossing-v0')` comes before.
   *
   * @throws UserError when an option has no meaning or the ROM cannot be played.
   */
  constructor(
    readonly observationType: 'ram' | 'rgb',
    options: CrossingOptions = {},
  ) {
    super();
    const { frameskip, repeatActionProbability, ...rom } = readOptions('Crossing', OPTIONS, options);
    const [first, end = first! + 1] = frameskip;
    if (first === undefined || frameskip.length > 2 || end <= first) {
      throw new UserError(
        `Crossing: frameskip must be [frames], or [least, end] with least < end, got [${frameskip}].`,
      );
    }
    this.minSkip = first;
    this.endSkip = end;
    this.sticky = repeatActionProbability;
    const shape = observationType === 'ram' ? [RAM_BYTES] : [ATARI_ROWS, ATARI_COLUMNS, 3];
    this.observationSpace = new Box({ low: 0, high: 255, shape, dtype: 'uint8' });
    this.rom = readRom('Crossing', rom, crossingRom);
    this.atari = new AtariConsole('Crossing', this.rom);
    this.switchOn();
    this.beginning = this.atari.save();
  }

  /** The checksum of the ROM that is played. */
  get romSha256(): string {
    return this.rom.sha256;
  }

  /** The 128 bytes of RAM now, a copy. */
  get ram(): Uint8Array {
    return this.atari.ram.slice();
  }

  private switchOn(): void {
    const { atari } = this;
    const reset = atari.panel.getResetButton();
    for (let i = 0; i < WARM_UP_FRAMES; i++) atari.frame();
    reset.toggle(true);
    for (let i = 0; i < RESET_FRAMES; i++) atari.frame();
    reset.toggle(false);
    if (!this.isOver) return;
    throw new UserError(
      `Crossing: ${this.rom.name} (SHA-256 ${this.romSha256}) does not start when RESET is pressed: its RAM byte ` +
        `${GAME_OVER} stays 1. A ROM for it keeps score and end where Freeway does.`,
    );
  }

  private get isOver(): boolean {
    return this.atari.ram[GAME_OVER] === 1;
  }

  private get score(): number {
    const digits = this.atari.ram[SCORE]!;
    return 10 * (digits >> 4) + (digits & 15);
  }

  protected start(): ResetResult<Uint8Array> {
    this.atari.load(this.beginning);
    this.lastScore = this.score;
    this.held = 0;
    this.frames = 0;
    return { observation: this.observe(), info: { ...this.info(), romSha256: this.romSha256 } };
  }

  step(action: number): StepResult<Uint8Array> {
    const { minSkip, endSkip } = this;
    const frames = this.rng.integers(minSkip, endSkip);
    let reward = 0;
    for (let i = 0; i < frames && !this.isOver; i++) reward += this.frame(action);
    return {
      observation: this.observe(),
      reward,
      terminated: this.isOver,
      truncated: false,
      info: this.info(),
    };
  }

  /** One frame; what it brings. */
  private frame(action: number): number {
    if (this.rng.random() >= this.sticky) this.held = action;
    const { joystick } = this.atari;
    joystick.getUp().toggle(this.held === 1);
    joystick.getDown().toggle(this.held === 2);
    this.atari.frame();
    this.frames++;
    const won = this.score - this.lastScore;
    this.lastScore = this.score;
    return Math.max(0, Math.min(1, won));
  }

  private observe(): Uint8Array {
    return this.observationType === 'ram' ? this.ram : this.atari.picture();
  }

  private info() {
    const before = WARM_UP_FRAMES + RESET_FRAMES;
    return { lives: 0, frame_number: before + this.frames, episode_frame_number: this.frames };
  }

  override render(): Drawing {
    return drawScreen(this.atari.picture(), ATARI_COLUMNS, {
      width: 4 * ATARI_COLUMNS,
      height: 2 * ATARI_ROWS,
    });
  }

  protected snapshot(): EnvState {
    const { lastScore, held, frames, romSha256 } = this;
    return { romSha256, lastScore, held, frames, machine: this.atari.save() };
  }

  protected restore({ romSha256, lastScore, held, frames, machine }: EnvState): void {
    if (romSha256 !== this.romSha256) {
      throw new UserError(
        `Crossing: the state is of a ROM with SHA-256 ${romSha256}, this one has ${this.romSha256}.`,
      );
    }
    this.lastScore = lastScore as number;
    this.held = held as number;
    this.frames = frames as number;
    this.atari.load(machine as MachineChanges);
  }
}

const play = { actions: ['stay', 'up', 'down'], keys: { up: 1, down: 2 }, idle: 0, fps: 20 };

export const crossingRamV0 = defineEnv({
  id: 'CrossingRam-v0',
  description: 'Cross a road of eight lanes on an emulated Atari 2600, seeing its RAM.',
  maxEpisodeSteps: 10_000,
  options: OPTIONS,
  create: (options) => new Crossing('ram', options),
  load: () => load6502('CrossingRam-v0'),
  play,
});

export const crossingV0 = defineEnv({
  id: 'Crossing-v0',
  description: 'Cross a road of eight lanes on an emulated Atari 2600, seeing its screen.',
  maxEpisodeSteps: 10_000,
  options: OPTIONS,
  create: (options) => new Crossing('rgb', options),
  load: () => load6502('Crossing-v0'),
  play,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'CrossingRam-v0': typeof crossingRamV0;
    'Crossing-v0': typeof crossingV0;
  }
}
