// From words on the command line to values.
import { InvalidArgumentError } from 'commander';
import { type NamedOptions, parseNamed } from '../io/setting-text.js';

/** Parses a whole number ≥ `least`, also written `50_000` or `1e6`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll('_', ''));
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number ≥ ${least}.`);
  };
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number.');
}

/** Collects `key=value` pairs of a repeatable option into an object of texts. */
export function keyValue(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected key=value.');
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

/** A thing by name with its options, e.g. `FrameStack:stackSize=4`. */
export function named(text: string): NamedOptions {
  try {
    return parseNamed(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Collects a repeatable option of such things. */
export function namedList(text: string, previous: NamedOptions[] = []): NamedOptions[] {
  return [...previous, named(text)];
}

/** Collects a repeatable option into a list. */
export function list(text: string, previous: string[] = []): string[] {
  return [...previous, text];
}

/** `a,b,c` as a list. */
export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
