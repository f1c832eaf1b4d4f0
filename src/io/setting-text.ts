// Values as words on a command line, there and back: `key=value` pairs and `name:key=value` references.
import { UserError } from './errors.js';
import { fromExactJson, toExactJson } from './exact-json.js';

/** A thing by its registered name, with options. */
export interface NamedOptions {
  name: string;
  options: Record<string, unknown>;
}

/** Numbers that JSON does not take and people write: `.5`, `1.`, `+1`, `50_000`. */
const NUMBER = /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** JSON where it is JSON, a number, a list where it is numbers with commas (`64,64`), else the text itself. */
export function parseValue(text: string): unknown {
  if (/^-?Infinity$/.test(text) || NUMBER.test(text)) return Number(text.replaceAll('_', ''));
  try {
    return fromExactJson(text);
  } catch {
    const parts = text.split(',');
    const numbers = parts.map(Number);
    return parts.length > 1 && parts.every((part) => part.trim() !== '') && !numbers.some(Number.isNaN)
      ? numbers
      : text;
  }
}

/** Text that {@link parseValue} reads as an equal value; strings and numbers as people write them. */
export function formatValue(value: unknown): string {
  if (typeof value === 'string') return parseValue(value) === value ? value : JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  const isRow = Array.isArray(value) && value.length > 1 && value.every((item) => Number.isFinite(item));
  return isRow && !value.some((item) => Object.is(item, -0)) ? value.join(',') : toExactJson(value);
}

/** Words that people write for true and false. */
const BOOLEANS: Record<string, boolean> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
};

/**
 * What a text may mean, likeliest first: what it says, a word for true or false, the bare text, a list of one.
 * The reader takes the first that its schema accepts.
 */
export function meanings(text: string): unknown[] {
  const value = parseValue(text);
  const word = BOOLEANS[text.toLowerCase()];
  return [value, ...(word === undefined || word === value ? [] : [word]), text, [value]];
}

/**
 * `Name`, `Name:key=value,key=value` or `Name:{"key": …}`. Lists inside are written as JSON: `sizes=[1,2]`.
 *
 * @throws {UserError} when it is none of these.
 *
 * @example parseNamed('FrameStack:stackSize=4') // { name: 'FrameStack', options: { stackSize: 4 } }
 */
export function parseNamed(text: string): NamedOptions {
  const [, name, rest] = /^([^:=]+)(?::([\s\S]*))?$/.exec(text) ?? [];
  if (name === undefined) throw notNamed(text);
  if (rest === undefined || rest === '') return { name, options: {} };
  if (rest.startsWith('{')) return { name, options: parseObject(rest, text) };
  const pairs = splitPairs(rest).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw notNamed(text);
    return [pair.slice(0, at).trim(), parseValue(pair.slice(at + 1))] as const;
  });
  return { name, options: Object.fromEntries(pairs) };
}

export function formatNamed({ name, options }: NamedOptions): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return name;
  const pairs = entries.map(([key, value]) => {
    const text = Array.isArray(value) ? toExactJson(value) : formatValue(value);
    return `${key}=${text}`;
  });
  const text = `${name}:${pairs.join(',')}`;
  return toExactJson(parseNamed(text).options) === toExactJson(options)
    ? text
    : `${name}:${toExactJson(options)}`;
}

function parseObject(json: string, text: string): Record<string, unknown> {
  try {
    return fromExactJson(json) as Record<string, unknown>;
  } catch (cause) {
    throw new UserError(`'${text}': what follows the colon is not valid JSON: ${(cause as Error).message}.`);
  }
}

/** Splits at commas that stand before a `key=`, outside of brackets. */
function splitPairs(text: string): string[] {
  const pairs: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if ('[{'.includes(character)) depth++;
    else if (']}'.includes(character)) depth--;
    else if (character === ',' && depth === 0 && /^\s*\w+=/.test(text.slice(i + 1))) {
      pairs.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...pairs, text.slice(from)];
}

function notNamed(text: string): UserError {
  return new UserError(`Expected a name, or name:key=value,key=value, got '${text}'.`);
}
