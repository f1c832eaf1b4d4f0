// From words on the command line to values.
import { InvalidArgumentError } from 'commander';

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

/** Collects `key=value` pairs of a repeatable option into an object. */
export function keyValue(text: string, previous: Record<string, unknown> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected key=value.');
  return { ...previous, [text.slice(0, at)]: parseValue(text.slice(at + 1)) };
}

/** JSON where it is JSON, `Infinity`, a list where it is numbers with commas (`64,64`), else the text itself. */
export function parseValue(text: string): unknown {
  if (text === 'Infinity') return Infinity;
  try {
    return JSON.parse(text);
  } catch {
    const parts = text.split(',');
    const numbers = parts.map(Number);
    return parts.length > 1 && parts.every((part) => part.trim() !== '') && numbers.every(Number.isFinite)
      ? numbers
      : text;
  }
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
