// The terminal while a world is shown: its second screen, keys one by one, and everything put back at the end.
import { constants } from 'node:os';
import type { ReadStream, WriteStream } from 'node:tty';
import { keysIn } from './keys.js';

/** What playing needs of a terminal; tests bring their own. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Bits of a colour; 1: none. */
  readonly depth: number;
  /** Shows these lines instead of those before. */
  show(lines: readonly string[]): void;
  /** The next key by name; undefined when none came in `milliseconds`. */
  next(milliseconds?: number): Promise<string | undefined>;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
}

const ESC = '\u001b[';
const OPEN = `${ESC}?1049h${ESC}?25l${ESC}2J`;
const CLOSE = `${ESC}0m${ESC}?25h${ESC}?1049l`;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Terminal implements Screen {
  private keys: string[] = [];
  private shown: string[] = [];
  private isOpen = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly input: ReadStream = process.stdin,
    private readonly output: WriteStream = process.stdout,
  ) {}

  get columns(): number {
    return this.output.columns || 80;
  }

  get rows(): number {
    return this.output.rows || 24;
  }

  get depth(): number {
    return this.output.getColorDepth();
  }

  /** Takes the terminal; `close` gives it back, as do signals and the end of the process. */
  open(): void {
    this.enter();
    this.input.setEncoding('utf8').on('data', this.onData).once('end', this.onEnd).resume();
    this.output.on('resize', this.onResize);
    process.once('exit', this.leave);
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  close(): void {
    this.leave();
    this.input.off('data', this.onData).off('end', this.onEnd).pause();
    this.output.off('resize', this.onResize);
    process.off('exit', this.leave);
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
  }

  show(lines: readonly string[]): void {
    const room = lines.slice(0, this.rows);
    let text = '';
    for (let i = 0; i < Math.max(room.length, this.shown.length); i++) {
      const line = room[i] ?? '';
      if (line !== this.shown[i]) text += `${ESC}${i + 1};1H${line}${ESC}K`;
    }
    this.shown = room;
    if (text !== '') this.output.write(text);
  }

  async next(milliseconds?: number): Promise<string | undefined> {
    if (this.keys.length === 0) {
      await new Promise<void>((settle) => {
        const timer = milliseconds === undefined ? undefined : setTimeout(settle, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          settle();
        };
      });
      this.wake = undefined;
    }
    return this.keys.shift();
  }

  now(): number {
    return performance.now();
  }

  private readonly enter = () => {
    this.isOpen = true;
    this.shown = [];
    this.input.setRawMode(true);
    this.output.write(OPEN);
  };

  private readonly leave = () => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.input.setRawMode(false);
    this.output.write(CLOSE);
  };

  private readonly onData = (text: string) => {
    const keys = keysIn(text);
    if (keys.includes('ctrl-z')) this.suspend();
    this.keys.push(...keys.filter((key) => key !== 'ctrl-z'));
    this.wake?.();
  };

  /** Nobody can press a key any more. */
  private readonly onEnd = () => {
    this.keys.push('ctrl-d');
    this.wake?.();
  };

  private readonly onResize = () => {
    this.shown = [];
    this.output.write(`${ESC}2J`);
  };

  private readonly onSignal = (signal: NodeJS.Signals) => {
    this.leave();
    process.exit(128 + constants.signals[signal]);
  };

  /** As any program on a terminal: the shell has it until it calls us back. */
  private suspend(): void {
    this.leave();
    process.once('SIGCONT', this.enter);
    process.kill(process.pid, 'SIGTSTP');
  }
}
