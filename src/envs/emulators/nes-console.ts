// A NES without a screen, on jsnes: frames, memory, picture, exact state.
import { UserError } from '../../io/errors.js';
import { missingPeer } from '../../io/missing-peer.js';
import { type MachineChanges, MachineState } from './machine-state.js';
import type { Rom } from './rom.js';
import { toRgb } from './screen.js';

export const NES_COLUMNS = 256;
export const NES_ROWS = 240;
/** Bits of the buttons of a controller. */
export const A = 0x01;
export const B = 0x02;
export const START = 0x08;
export const UP = 0x10;
export const DOWN = 0x20;
export const LEFT = 0x40;
export const RIGHT = 0x80;
const BUTTONS = 8;

/** The parts of jsnes that are used; its types leave memory and picture out. */
interface Jsnes {
  loadROM(bytes: Uint8Array): void;
  frame(): void;
  buttonDown(controller: 1, button: number): void;
  buttonUp(controller: 1, button: number): void;
  readonly cpu: { readonly mem: Uint8Array };
  readonly ppu: { readonly buffer: Uint32Array };
}

let NES: (new (options: { emulateSound: boolean }) => Jsnes) | undefined;

/** @throws UserError when jsnes is not installed. */
export async function loadJsnes(user: string): Promise<void> {
  const jsnes = await import('jsnes').catch(missingPeer('jsnes@3.0.0', user));
  ({ NES } = jsnes as unknown as { NES: typeof NES });
}

export class NesConsole {
  private readonly nes: Jsnes;
  private readonly state: MachineState;

  /**
   * Switches the console on.
   *
   * @throws UserError when it cannot play the ROM, or jsnes has not been loaded.
   */
  constructor(
    private readonly owner: string,
    private readonly rom: Rom,
  ) {
    if (!NES)
      throw new UserError(`${owner} must be loaded before it can be made: await loadEnv("Runner-v0") first.`);
    requireNesRom(owner, rom);
    this.nes = new NES({ emulateSound: false });
    try {
      this.nes.loadROM(rom.bytes);
    } catch (cause) {
      throw new UserError(`${owner}: jsnes cannot play ${rom.name}: ${(cause as Error).message}`, { cause });
    }
    this.state = new MachineState(this.nes);
  }

  /** The memory as the processor sees it; the first 2,048 bytes are the RAM. Writing works too. */
  get memory(): Uint8Array {
    return this.nes.cpu.mem;
  }

  /**
   * One sixtieth of a second.
   *
   * @param buttons bits of those that are held
   * @throws UserError when the program crashes.
   */
  frame(buttons: number): void {
    for (let button = 0; button < BUTTONS; button++) {
      if ((buttons >> button) & 1) this.nes.buttonDown(1, button);
      else this.nes.buttonUp(1, button);
    }
    try {
      this.nes.frame();
    } catch (cause) {
      const { message } = cause as Error;
      throw new UserError(`${this.owner}: ${this.rom.name} crashed: ${message}`, { kind: 'failure', cause });
    }
  }

  /** RGB bytes of shape [240, 256, 3], the caller's own. */
  picture(): Uint8Array {
    return toRgb(this.nes.ppu.buffer, NES_COLUMNS * NES_ROWS);
  }

  save(): MachineChanges {
    return this.state.save();
  }

  load(changes: MachineChanges): void {
    this.state.load(changes);
  }
}

/** What the header of the file says: other kinds would run and behave otherwise. */
function requireNesRom(owner: string, { bytes, name }: Rom): void {
  const refuse = (why: string): never => {
    throw new UserError(
      `${owner}: ${name} ${why}. Give a ROM in the iNES format, for NTSC, without a trainer.`,
    );
  };
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'NES\x1a')
    refuse('is no NES ROM: it does not begin with "NES"');
  const size = 16 + 16384 * bytes[4]! + 8192 * bytes[5]!;
  const isNes2 = (bytes[7]! & 0x0c) === 0x08;
  if (bytes[6]! & 4) refuse('has a trainer');
  if (!isNes2 && bytes[9]! & 1) refuse('is for PAL');
  if (!isNes2 && bytes.length < size) refuse(`is cut short: ${bytes.length} of ${size} bytes`);
}
