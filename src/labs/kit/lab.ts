// What a lab is: a question of a chapter, the program that answers it, and what breaks it.
import type { PlotOptions } from '../../report/plot.js';
import type { Expectation } from './expectation.js';

/** Budgets and switches of a lab, by name. `seeds` is how many; the program gets the seeds themselves. */
export type LabSettings = Record<string, number | boolean | string | readonly number[]>;

/** Settings with the values of other runs: `true` stands for any boolean. */
type Values<S> = {
  [K in keyof S]: S[K] extends boolean
    ? boolean
    : S[K] extends number
      ? number
      : S[K] extends string
        ? string
        : S[K];
};

export interface LabDefinition<S extends LabSettings> {
  /** As the command line names it, e.g. `epsilon-greedy`. */
  name: string;
  /** Where it comes from: a chapter of the book (`2`, `A`), or `course`. */
  chapter: string;
  title: string;
  /** What is asked, in a sentence or two. */
  asks: string;
  /** Those of a full run. */
  settings: S;
  /** What a quick run has otherwise. */
  quick?: Partial<Values<S>>;
  /** Something that must not hold in a sound program: with these settings, at least one check fails. */
  flaw: { what: string; settings: Partial<Values<S>> };
  /** What it needs that a page has not: such a lab runs in Node only. */
  needs?: 'threads' | 'files';
  /** Reads like the chapter's listing; tells what it finds by `lab`. */
  program(settings: Values<S> & { seedList: readonly number[] }, lab: LabBook): void | Promise<void>;
}

/** What a lab's program writes into. */
export interface LabBook {
  /** Whether this is a quick run. */
  readonly quick: boolean;
  /** A number that is checked. `reported`: what the source says of it. */
  check(what: string, here: number | boolean, expected: Expectation, reported?: string | number): void;
  /** A number that is told, and not checked. */
  tell(what: string, here: number | string, reported?: string | number): void;
  /** Curves. */
  plot(options: PlotOptions): void;
  /** Lines of text in a fixed-width font, e.g. a board. */
  text(title: string, lines: string): void;
  /** A picture: SVG, or bytes of a PNG or GIF. */
  picture(title: string, content: string | Uint8Array): void;
  /** The path of an empty folder, which is gone when the lab ends (Node only). */
  folder(): Promise<string>;
  /**
   * `work` of each item, in order. What it gives is kept (as JSON) until the lab ends, so that one that was stopped goes on
   * behind the last finished item; a bar shows how far it is.
   *
   * @param what of what there is one result each, e.g. `seed`; a name of its own in this lab
   */
  each<I extends number | string, R>(
    what: string,
    items: readonly I[],
    work: (item: I) => R | Promise<R>,
  ): Promise<R[]>;
}

/** A lab of any settings, as lists hold them. */
export type Lab = LabDefinition<LabSettings>;

/** Seeds of labs: those below were tuned on. */
const FIRST_SEED = 100;

/** Defines a lab; a file of `src/labs` does so and exports it as `lab`. */
export function defineLab<S extends LabSettings>(lab: LabDefinition<S>): Lab {
  return lab as unknown as Lab;
}

export interface LabOptions {
  /** Small budgets, and what chance decides is expected more loosely. */
  quick?: boolean;
  /** Of labs that have seeds: how many. */
  seeds?: number;
  /** Runs it with its flaw, for tests. */
  flawed?: boolean;
}

/** The settings of one run. */
export function settingsOf(lab: Lab, { quick = false, seeds, flawed = false }: LabOptions): LabSettings {
  const settings = {
    ...lab.settings,
    ...(quick && lab.quick),
    ...(flawed && lab.flaw.settings),
  } as LabSettings;
  return seeds === undefined || settings.seeds === undefined ? settings : { ...settings, seeds };
}

/** `n` seeds that nothing was tuned on. */
export function seedList({ seeds = 1 }: { seeds?: LabSettings[string] }): number[] {
  return Array.from({ length: Number(seeds) }, (_, i) => FIRST_SEED + i);
}
