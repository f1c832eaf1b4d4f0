// Runs one lab: its program writes into a book, which becomes the result.
import { UserError } from '../../io/errors.js';
import type { PlotOptions } from '../../report/plot.js';
import { backend } from '../../tensor/index.js';
import { type Expectation, formatNumber } from './expectation.js';
import { type Lab, type LabBook, type LabOptions, type LabSettings, seedList, settingsOf } from './lab.js';

export interface LabRow {
  what: string;
  /** What the source says. */
  reported: string;
  /** What is checked; empty where nothing is. */
  expected: string;
  here: string;
  /** The number itself, where it is one. */
  value?: number;
  passed?: boolean;
  /** Whether less is expected than of a full run. */
  loosened?: true;
}

export type LabFigure =
  | { kind: 'plot'; title: string; plot: PlotOptions }
  | { kind: 'svg' | 'text'; title: string; text: string }
  | { kind: 'png' | 'gif'; title: string; bytes: Uint8Array };

export interface LabResult {
  name: string;
  quick: boolean;
  settings: LabSettings;
  /** The kernels that computed it: other ones round otherwise, which chance can make much of. */
  backend: string;
  rows: LabRow[];
  figures: LabFigure[];
  /** Of this run; what it went on from not counted. */
  seconds: number;
}

/** Where results of items are kept while a lab runs, and who hears how far it is. */
export interface LabProgress {
  load(key: string): unknown;
  save(key: string, value: unknown): void;
  onProgress?(what: string, done: number, total: number): void;
}

/**
 * @returns what the lab found; `passed(result)` tells whether all checks hold.
 * @throws {UserError} when the program checks nothing, or one thing twice.
 */
export async function runLab(lab: Lab, options: LabOptions = {}, progress?: LabProgress): Promise<LabResult> {
  const { quick = false } = options;
  const settings = settingsOf(lab, options);
  const start = performance.now();
  const book = new Book(lab.name, quick, progress);
  try {
    await lab.program({ ...settings, seedList: seedList(settings) }, book);
  } finally {
    await book.close();
  }
  if (!book.rows.some(({ passed }) => passed !== undefined)) {
    throw new UserError(`The lab ${lab.name} checks nothing.`);
  }
  const seconds = (performance.now() - start) / 1000;
  const { rows, figures } = book;
  return { name: lab.name, quick, settings, backend: backend(), rows, figures, seconds };
}

/** Whether every check of a result holds. */
export const passed = ({ rows }: Pick<LabResult, 'rows'>): boolean =>
  rows.every((row) => row.passed !== false);

class Book implements LabBook {
  readonly rows: LabRow[] = [];
  readonly figures: LabFigure[] = [];
  private readonly folders: string[] = [];

  constructor(
    private readonly name: string,
    readonly quick: boolean,
    private readonly progress: LabProgress | undefined,
  ) {}

  check(what: string, here: number | boolean, expected: Expectation, reported: string | number = ''): void {
    const value = Number(here);
    const { quickText } = expected;
    this.add({
      ...{
        what,
        reported: shown(reported),
        expected: this.quick ? (quickText ?? expected.text) : expected.text,
      },
      ...{ here: shown(value), value, passed: expected.holds(value, this.quick) },
      ...(this.quick && quickText !== undefined && { loosened: true as const }),
    });
  }

  tell(what: string, here: number | string, reported: string | number = ''): void {
    const value = typeof here === 'number' ? { value: here } : {};
    this.add({ what, reported: shown(reported), expected: '', here: shown(here), ...value });
  }

  plot(plot: PlotOptions): void {
    this.figures.push({ kind: 'plot', title: plot.title ?? '', plot });
  }

  text(title: string, text: string): void {
    this.figures.push({ kind: 'text', title, text });
  }

  picture(title: string, content: string | Uint8Array): void {
    if (typeof content === 'string') this.figures.push({ kind: 'svg', title, text: content });
    else this.figures.push({ kind: content[0] === 0x47 ? 'gif' : 'png', title, bytes: content });
  }

  async folder(): Promise<string> {
    const [{ mkdtemp }, { tmpdir }] = await Promise.all([import('node:fs/promises'), import('node:os')]);
    const path = await mkdtemp(`${tmpdir()}/trainyard-lab-`);
    this.folders.push(path);
    return path;
  }

  async close(): Promise<void> {
    if (this.folders.length === 0) return;
    const { rm } = await import('node:fs/promises');
    for (const path of this.folders) await rm(path, { recursive: true, force: true });
  }

  async each<I extends number | string, R>(
    what: string,
    items: readonly I[],
    work: (item: I) => R | Promise<R>,
  ): Promise<R[]> {
    const results: R[] = [];
    const tell = (done: number) => this.progress?.onProgress?.(what, done, items.length);
    tell(0);
    for (const [i, item] of items.entries()) {
      const key = `${what} ${item}`;
      const kept = this.progress?.load(key);
      const result = kept === undefined ? await work(item) : (kept as R);
      if (kept === undefined) this.progress?.save(key, result);
      results.push(result);
      tell(i + 1);
    }
    return results;
  }

  private add(row: LabRow): void {
    if (this.rows.some(({ what }) => what === row.what)) {
      throw new UserError(
        `The lab ${this.name} tells '${row.what}' twice; each line of its table has its own name.`,
      );
    }
    this.rows.push(row);
  }
}

function shown(value: string | number): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}
