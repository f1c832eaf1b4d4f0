// An Atari 2600 without a screen, on 6502.ts: frames, memory, picture, exact state.
import { UserError } from '../../io/errors.js';
import { missingPeer } from '../../io/missing-peer.js';
import { type MachineChanges, MachineState } from './machine-state.js';
import type { Rom } from './rom.js';
import { toRgb } from './screen.js';

export const ATARI_COLUMNS = 160;
/** Lines of the picture: as many as the Arcade Learning Environment shows, two less than the emulator draws. */
export const ATARI_ROWS = 210;
const DRAWN_ROWS = 212;
const CLOCKS_PER_LINE = 228;
/** A program that draws at all ends a picture within this many lines. */
const MAX_LINES = 2000;
/** What memory and registers hold when the machine is switched on. */
const RANDOM_SEED = 1;
const BATCHED_ACCESS = 1;

export interface Switch {
  toggle(isOn: boolean): void;
}

/** The parts of 6502.ts that are used, and … */
interface Board {
  boot(): void;
  resume(): void;
  tick(clocks: number): void;
  getVideoOutput(): {
    setSurfaceFactory(factory: () => object): void;
    newFrame: { addHandler(handler: () => void): void };
  };
  getJoystick0(): Record<'getUp' | 'getDown' | 'getLeft' | 'getRight' | 'getFire', () => Switch>;
  getControlPanel(): Record<'getResetButton' | 'getSelectSwitch', () => Switch>;
  /** Of the chip that holds the RAM; its types leave it out. */
  readonly _pia: { readonly ram: Uint8Array };
}

/** … its modules. */
interface Parts {
  Board: new (config: object, cartridge: object) => Board;
  Config: { create(config: object): object };
  CartridgeFactory: new () => { _createCartridge(bytes: Uint8Array): object };
  AbstractCartridge: { prototype: { init: unknown } };
  /** Functions of the processor, one of which it refers to at any moment. */
  operations: object[];
}

let parts: Parts | undefined;

/** @throws UserError when 6502.ts is not installed. */
export async function load6502(user: string): Promise<void> {
  const missing = missingPeer('6502.ts@1.1.4', user);
  // Each with a `catch` of its own: bundlers then leave what is not installed as it is.
  const [board, config, factory, cartridge, operations, cpu] = await Promise.all([
    import('6502.ts/lib/machine/stella/Board.js').catch(missing),
    import('6502.ts/lib/machine/stella/Config.js').catch(missing),
    import('6502.ts/lib/machine/stella/cartridge/CartridgeFactory.js').catch(missing),
    import('6502.ts/lib/machine/stella/cartridge/AbstractCartridge.js').catch(missing),
    import('6502.ts/lib/machine/cpu/ops.js').catch(missing),
    import('6502.ts/lib/machine/cpu/BatchedAccessCpu.js').catch(missing),
  ]);
  parts = {
    Board: exported(board),
    Config: exported(config),
    CartridgeFactory: exported(factory),
    AbstractCartridge: exported(cartridge),
    operations: [{ ...operations }, { ...cpu }],
  };
}

/** The default of a CommonJS module: Node has it one level deeper than bundlers. */
function exported<T>(module: unknown): T {
  const { default: outer } = module as { default: { default?: T } };
  return (outer.default ?? outer) as T;
}

export class AtariConsole {
  readonly joystick: ReturnType<Board['getJoystick0']>;
  readonly panel: ReturnType<Board['getControlPanel']>;
  private readonly board: Board;
  private readonly pixels = new Uint32Array(ATARI_COLUMNS * DRAWN_ROWS);
  private readonly state: MachineState;
  private hasFrame = false;

  /**
   * Switches the console on.
   *
   * @throws UserError when it cannot play the ROM, or 6502.ts has not been loaded.
   */
  constructor(
    private readonly owner: string,
    private readonly rom: Rom,
  ) {
    if (!parts)
      throw new UserError(
        `${owner} must be loaded before it can be made: await loadEnv("Crossing-v0") first.`,
      );
    const { Board, Config } = parts;
    const cartridge = makeCartridge(owner, rom, parts);
    const config = {
      enableAudio: false,
      emulatePaddles: false,
      randomSeed: RANDOM_SEED,
      cpuType: BATCHED_ACCESS,
    };
    this.board = new Board(Config.create(config), cartridge);
    this.joystick = this.board.getJoystick0();
    this.panel = this.board.getControlPanel();
    const { pixels } = this;
    const surface = {
      getWidth: () => ATARI_COLUMNS,
      getHeight: () => DRAWN_ROWS,
      getBuffer: () => pixels,
    };
    const video = this.board.getVideoOutput();
    video.setSurfaceFactory(() => surface);
    video.newFrame.addHandler(() => {
      this.hasFrame = true;
    });
    this.state = new MachineState(this.board, surface, pixels, ...parts.operations);
    this.guarded(() => this.board.boot());
    this.board.resume();
  }

  /** The 128 bytes of RAM; writing works too. */
  get ram(): Uint8Array {
    return this.board._pia.ram;
  }

  /**
   * Runs until a picture is complete, about a sixtieth of a second.
   *
   * @throws UserError when the program stops at what is no instruction, or draws nothing.
   */
  frame(): void {
    this.hasFrame = false;
    this.guarded(() => {
      for (let line = 0; !this.hasFrame; line++) {
        if (line === MAX_LINES) throw new Error(`it drew no picture in ${line} lines`);
        this.board.tick(CLOCKS_PER_LINE);
      }
    });
  }

  /** RGB bytes of shape [210, 160, 3], the caller's own. */
  picture(): Uint8Array {
    return toRgb(this.pixels, ATARI_COLUMNS * ATARI_ROWS);
  }

  save(): MachineChanges {
    return this.state.save();
  }

  load(changes: MachineChanges): void {
    this.state.load(changes);
  }

  private guarded(run: () => void): void {
    try {
      run();
    } catch (cause) {
      const { message } = cause as Error;
      throw new UserError(
        `${this.owner}: ${this.rom.name} (SHA-256 ${this.rom.sha256}) crashed: ${message}.`,
        {
          kind: 'failure',
          cause,
        },
      );
    }
  }
}

function makeCartridge(
  owner: string,
  { bytes, name }: Rom,
  { CartridgeFactory, AbstractCartridge }: Parts,
): object {
  const refuse = (why: string, cause?: unknown): never => {
    throw new UserError(
      `${owner}: ${name} is no ROM that 6502.ts can play here: ${why}. Give one of 2 to 64 KB.`,
      { cause },
    );
  };
  if (bytes.length < 2048) refuse(`it has ${bytes.length} bytes`);
  try {
    const cartridge = new CartridgeFactory()._createCartridge(bytes);
    // Cartridges with a processor of their own must be awaited, which making an environment does not.
    const { init } = cartridge as { init: unknown };
    return init === AbstractCartridge.prototype.init
      ? cartridge
      : refuse('its cartridge has a processor of its own');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    return refuse((cause as Error).message, cause);
  }
}
