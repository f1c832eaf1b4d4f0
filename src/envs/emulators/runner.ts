// Runner: a platformer of our own on an emulated NES: run and jump to the flag, past pits and enemies.
//
// The contract is that of gym-super-mario-bros 7 for Super Mario Bros., at whose addresses the ROM keeps its state
// (runner-memory.ts); sources of the ROM: roms/. A step is one frame, a sixtieth of a second; wrappers skip frames.
//
// | action | buttons      | action | buttons |    RIGHT_ONLY has actions 0 to 4, SIMPLE 0 to 6, COMPLEX all of them.
// |--------|--------------|--------|---------|    A jumps, higher when held; B runs.
// | 0      | none         | 6      | left    |
// | 1      | right        | 7      | left A  |    The observation is the screen, RGB bytes of shape [240, 256, 3].
// | 2      | right A      | 8      | left B  |
// | 3      | right B      | 9      | left AB |    `info`: x_pos, y_pos, score, coins, time, flag_get, life, world,
// | 4      | right A B    | 10     | down    |    stage, status (RunnerInfo); at reset also romSha256.
// | 5      | A            | 11     | up      |
//
// Reward: pixels won (0 when it is a jump of more than 5), minus units of the clock gone by, minus 25 while dying or dead;
//   clipped to -15 ... 15.
// Start: title screen and loading are skipped. Every episode begins in the same frame; nothing is random.
// End: terminated when all lives are lost; with `stage` also at the flag and with the first life. What happens between lives
//   and stages is skipped.
// Arguments: `actionSet` (SIMPLE), `stage` ([world, stage, area] counted from 1: play just that one; null), `rom` (path or
//   bytes of another ROM with this memory map; null), `romSha256` (the checksum it must have; null).
// Versions: v0.
import { UserError } from '../../io/errors.js';
import { Box, Discrete } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import type { MachineChanges } from './machine-state.js';
import { A, B, DOWN, LEFT, loadJsnes, NES_COLUMNS, NES_ROWS, NesConsole, RIGHT, UP } from './nes-console.js';
import { ROM_OPTIONS, type Rom, readRom } from './rom.js';
import { RunnerMemory } from './runner-memory.js';
import { RunnerScenes } from './runner-scenes.js';
import { drawScreen } from './screen.js';
import { runnerRom } from './shipped-roms.js';

const RIGHT_ONLY = [0, RIGHT, RIGHT | A, RIGHT | B, RIGHT | A | B];
const SIMPLE = [...RIGHT_ONLY, A, LEFT];
const COMPLEX = [...SIMPLE, LEFT | A, LEFT | B, LEFT | A | B, DOWN, UP];
const ACTION_SETS = { RIGHT_ONLY, SIMPLE, COMPLEX };
const ACTION_NAMES = [
  ...['nothing', 'right', 'right + A', 'right + B', 'right + A + B', 'A', 'left'],
  ...['left + A', 'left + B', 'left + A + B', 'down', 'up'],
];

const MAX_REWARD = 15;
const DEATH_PENALTY = -25;
/** More pixels in one frame are no running: the player was put elsewhere. */
const MAX_PROGRESS = 5;

const OPTIONS = {
  /** Which actions there are. */
  actionSet: /* @__PURE__ */ option('SIMPLE', { choices: ['RIGHT_ONLY', 'SIMPLE', 'COMPLEX'] }),
  /** World, stage and area of the only stage to play, counted from 1; null: the game from its beginning. */
  stage: /* @__PURE__ */ option<readonly number[] | null>(null, {
    like: [1],
    integer: true,
    min: 1,
    max: 255,
    length: 3,
  }),
  ...ROM_OPTIONS,
};

export type RunnerOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Runner extends SeededEnv<Uint8Array, number> {
  readonly observationSpace = new Box({
    low: 0,
    high: 255,
    shape: [NES_ROWS, NES_COLUMNS, 3],
    dtype: 'uint8',
  });
  readonly actionSpace: Discrete;
  private readonly buttons: readonly number[];
  private readonly stage: readonly number[] | null;
  private readonly rom: Rom;
  private readonly nes: NesConsole;
  private readonly memory: RunnerMemory;
  private readonly scenes: RunnerScenes;
  /** The machine in the first frame of an episode. */
  private readonly beginning: MachineChanges;
  private lastX = 0;
  private lastTime = 0;

  /**
   * `loadEnv('Runner-v0')` comes before.
   *
   * @throws UserError when the ROM cannot be played or starts no game.
   */
  constructor(options: RunnerOptions = {}) {
    super();
    const { actionSet, stage, ...rom } = readOptions('Runner', OPTIONS, options);
    this.buttons = ACTION_SETS[actionSet];
    this.actionSpace = new Discrete(this.buttons.length);
    this.stage = stage;
    this.rom = readRom('Runner', rom, runnerRom);
    this.nes = new NesConsole('Runner', this.rom);
    this.memory = new RunnerMemory(() => this.nes.memory);
    this.scenes = new RunnerScenes(this.nes, this.memory, this.rom, stage);
    this.scenes.skipStart();
    this.beginning = this.nes.save();
  }

  /** The checksum of the ROM that is played. */
  get romSha256(): string {
    return this.rom.sha256;
  }

  /** The 2,048 bytes of RAM now, a copy. */
  get ram(): Uint8Array {
    return this.nes.memory.slice(0, 2048);
  }

  protected start(): ResetResult<Uint8Array> {
    this.nes.load(this.beginning);
    this.lastX = this.memory.x;
    this.lastTime = this.memory.time;
    return { observation: this.nes.picture(), info: { ...this.memory.info(), romSha256: this.romSha256 } };
  }

  step(action: number): StepResult<Uint8Array> {
    const { memory } = this;
    this.nes.frame(this.buttons[action]!);
    const reward = this.reward();
    const info: Info = { ...memory.info() };
    const isLost = memory.isDying || memory.isDead;
    const terminated = this.stage ? isLost || memory.hasFlag : memory.isGameOver;
    if (!terminated) this.scenes.skip();
    return { observation: this.nes.picture(), reward, terminated, truncated: false, info };
  }

  private reward(): number {
    const { memory } = this;
    const { x, time } = memory;
    const progress = Math.abs(x - this.lastX) > MAX_PROGRESS ? 0 : x - this.lastX;
    const penalty = Math.min(0, time - this.lastTime);
    const death = memory.isDying || memory.isDead ? DEATH_PENALTY : 0;
    this.lastX = x;
    this.lastTime = time;
    return Math.max(-MAX_REWARD, Math.min(MAX_REWARD, progress + penalty + death));
  }

  override render(): Drawing {
    return drawScreen(this.nes.picture(), NES_COLUMNS, { width: 2 * NES_COLUMNS, height: 2 * NES_ROWS });
  }

  protected snapshot(): EnvState {
    const { lastX, lastTime, romSha256 } = this;
    return { romSha256, lastX, lastTime, machine: this.nes.save() };
  }

  protected restore({ romSha256, lastX, lastTime, machine }: EnvState): void {
    if (romSha256 !== this.romSha256) {
      throw new UserError(
        `Runner: the state is of a ROM with SHA-256 ${romSha256}, this one has ${this.romSha256}.`,
      );
    }
    this.lastX = lastX as number;
    this.lastTime = lastTime as number;
    this.nes.load(machine as MachineChanges);
  }
}

export const runnerV0 = defineEnv({
  id: 'Runner-v0',
  description: 'Run and jump to the flag of a platformer on an emulated NES.',
  options: OPTIONS,
  create: (options) => new Runner(options),
  load: () => loadJsnes('Runner-v0'),
  play: ({ actionSet }) => ({
    actions: ACTION_NAMES.slice(0, ACTION_SETS[actionSet].length),
    keys:
      actionSet === 'RIGHT_ONLY'
        ? { right: 1, up: 2, space: 4 }
        : { left: 6, right: 1, up: 2, space: 4, a: 5 },
    idle: 0,
    fps: 30,
  }),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Runner-v0': typeof runnerV0;
  }
}
