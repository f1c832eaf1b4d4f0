// Strings as genomes: the first genetic algorithm of Zai & Brown (2020), chapter 6, listing 6.1.
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import type { Genome } from './genetic-algorithm.js';

/** Letters, punctuation and the space, which the book's listing forgets although its target has one. */
export const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,.! ';

export interface StringOptions {
  alphabet?: string;
  /** Chance of each character to become a random one (default 0.01). */
  mutationRate?: number;
  /** Likeness to the target in [0, 1]: default `positionMatch`; the book has `sequenceMatcherRatio`. */
  similarity?: (text: string, target: string) => number;
}

/**
 * Strings as long as `target`, the fitter the more like it: two children from one cut, mutation by character.
 *
 * @throws UserError when the alphabet lacks a character of the target: it could never be found.
 */
export function strings(
  target: string,
  { alphabet = ALPHABET, mutationRate = 0.01, similarity = positionMatch }: StringOptions = {},
): Genome<string> {
  const missing = [...target].filter((character) => !alphabet.includes(character));
  if (missing.length > 0 || target === '') {
    throw new UserError(
      `strings(): the alphabet has no ${JSON.stringify(missing.join('') || target)}, so "${target}" could never be found.`,
    );
  }
  const letter = (rng: Generator) => alphabet[rng.integers(alphabet.length)]!;
  return {
    create: (rng) => Array.from(target, () => letter(rng)).join(''),
    fitness: (text) => similarity(text, target),
    cross: (a, b, rng) => {
      const cut = rng.integers(target.length + 1);
      return [a.slice(0, cut) + b.slice(cut), b.slice(0, cut) + a.slice(cut)];
    },
    mutate: (text, rng) =>
      Array.from(text, (character) => (rng.random() < mutationRate ? letter(rng) : character)).join(''),
  };
}

/** Share of the characters that stand where they should. */
export function positionMatch(text: string, target: string): number {
  let same = 0;
  for (let i = 0; i < target.length; i++) if (text[i] === target[i]) same++;
  return same / Math.max(text.length, target.length);
}

/**
 * 2·M/T of Ratcliff and Obershelp, as Python's `difflib.SequenceMatcher(None, a, b).ratio()`: M characters in the longest
 * common piece, and in those left and right of it. Pieces in the wrong place count, which makes it a fitness with traps.
 */
export function sequenceMatcherRatio(a: string, b: string): number {
  const total = a.length + b.length;
  return total === 0 ? 1 : (2 * matches(a, b)) / total;
}

function matches(a: string, b: string): number {
  const { size, i, j } = longestCommon(a, b);
  if (size === 0) return 0;
  return size + matches(a.slice(0, i), b.slice(0, j)) + matches(a.slice(i + size), b.slice(j + size));
}

/** The first longest piece: lowest i, then lowest j. */
function longestCommon(a: string, b: string): { size: number; i: number; j: number } {
  let best = { size: 0, i: 0, j: 0 };
  let before = new Uint16Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const now = new Uint16Array(b.length + 1);
    for (let j = 0; j < b.length; j++) {
      if (a[i] !== b[j]) continue;
      const size = before[j]! + 1;
      now[j + 1] = size;
      if (size > best.size) best = { size, i: i - size + 1, j: j - size + 1 };
    }
    before = now;
  }
  return best;
}
