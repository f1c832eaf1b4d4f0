// Strings of characters from a given set, between two lengths.
import { requireKnown } from '../io/options.js';
import type { Generator } from '../random/index.js';
import { requireFlags, requireOneOf, requirePair, requireProbabilities } from './choices.js';
import { integerType, type NumericArray, type PackedType } from './dtypes.js';
import { Space } from './space.js';

const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export interface TextOptions {
  /** Fewest characters (default 1). */
  minLength?: number;
  /** The characters in the order of their codes: a string, or strings of one character (default a-z, A-Z, 0-9). */
  charset?: Iterable<string>;
}

/** Which length and which characters are drawn, null for any: `[5, null]` are five characters, each as likely. */
export type TextWeights = readonly [length: number | null, characters: ArrayLike<number> | null];

/**
 * Values are strings; a character is a Unicode code point. Packed and flattened they are `maxLength` codes, places in
 * `characterList`, filled up with the number of characters (Gymnasium's `flatten`).
 *
 * `sample` draws a length, then characters: those of Gymnasium where `charset` is a string. (The order of Gymnasium's
 * default set differs from one Python process to the next.) Masks and probabilities are `[length, characters]`.
 *
 * @example new Text(10, { charset: '0123456789' }) // e.g. '42'
 */
export class Text extends Space<string> {
  readonly kind = 'Text';
  readonly packedSize: number;
  readonly packedType: PackedType;
  readonly flatdim: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** The characters in the order of their codes. */
  readonly characterList: readonly string[];
  private readonly codes: ReadonlyMap<string, number>;
  /** The last text found to belong here, and the last one packed: most texts stay the same for a whole episode. */
  private contained: string | undefined;
  private packed: { text?: string; codes: readonly number[] } = { codes: [] };

  /** @throws RangeError, TypeError when lengths or characters are not what is described. */
  constructor(maxLength: number, options: TextOptions = {}) {
    super();
    requireKnown('Text', options, ['minLength', 'charset']);
    const { minLength = 1, charset = ALPHANUMERIC } = options;
    if (!Number.isSafeInteger(maxLength) || maxLength < 1 || maxLength >= 2 ** 31) {
      throw new RangeError(`maxLength of Text must be a positive integer, got ${String(maxLength)}.`);
    }
    if (!Number.isSafeInteger(minLength) || minLength < 0 || minLength > maxLength) {
      throw new RangeError(
        `minLength of Text must be an integer from 0 to its maxLength ${maxLength}, got ${String(minLength)}.`,
      );
    }
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.characterList = charactersOf(charset);
    this.codes = new Map(this.characterList.map((character, code) => [character, code]));
    this.packedSize = maxLength;
    this.flatdim = maxLength;
    this.packedType = integerType(0, this.characterList.length);
  }

  /** All characters, sorted. */
  get characters(): string {
    return [...this.characterList].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!).join('');
  }

  /** The code of a character. @throws RangeError when it is none of the space. */
  characterIndex(character: string): number {
    const code = this.codes.get(character);
    if (code === undefined) throw new RangeError(`${JSON.stringify(character)} is no character of ${this}.`);
    return code;
  }

  /** @throws RangeError, TypeError when mask or probability do not fit, or leave no character for a text that needs one. */
  sample(options: TextSampleOptions = {}): string {
    const { rng = this.rng, mask, probability } = options;
    requireOneOf(options);
    const n = this.characterList.length;
    const name = mask != null ? 'mask' : 'probability';
    const pair = requirePair(`The ${name} of ${this}`, 'length, characters', mask ?? probability);
    const [wanted, weights] = pair as TextWeights;
    this.requireLength(name, wanted);
    const length = wanted ?? rng.integers(this.minLength, this.maxLength + 1);
    const p =
      weights == null
        ? new Float64Array(n).fill(1 / n)
        : name === 'mask'
          ? shares(requireFlags(`The mask of ${this}`, weights, n))
          : requireProbabilities(`The probability of ${this}`, weights, n);
    if (Array.prototype.every.call(p, (share) => share === 0)) {
      if (this.minLength === 0) return '';
      throw new RangeError(`The ${name} allows no character, but ${this} holds no empty text.`);
    }
    return rng
      .choice(n, { p, size: length })
      .map((code) => this.characterList[code]!)
      .join('');
  }

  private requireLength(name: string, length: unknown): void {
    if (length == null) return;
    const { minLength, maxLength } = this;
    if (Number.isSafeInteger(length) && (length as number) >= minLength && (length as number) <= maxLength)
      return;
    throw new RangeError(
      `The length in the ${name} of ${this} must be an integer from ${minLength} to ${maxLength}, got ${length}.`,
    );
  }

  contains(value: unknown): value is string {
    if (typeof value !== 'string') return false;
    if (value === this.contained) return true;
    let length = 0;
    for (const character of value) {
      if (!this.codes.has(character)) return false;
      length++;
    }
    if (length < this.minLength || length > this.maxLength) return false;
    this.contained = value;
    return true;
  }

  /** @throws RangeError when the text is too long, or has a character that is none of the space. */
  pack(value: string, out: NumericArray, offset: number): void {
    if (value !== this.packed.text) this.packed = { text: value, codes: this.codesOf(value) };
    const { codes } = this.packed;
    for (let i = 0; i < codes.length; i++) out[offset + i] = codes[i]!;
  }

  private codesOf(value: string): number[] {
    const codes = Array.from(value, (character) => this.characterIndex(character));
    if (codes.length > this.maxLength)
      throw new RangeError(`${JSON.stringify(value)} is too long for ${this}.`);
    while (codes.length < this.maxLength) codes.push(this.characterList.length);
    return codes;
  }

  unpack(from: NumericArray, offset: number): string {
    let text = '';
    for (let i = 0; i < this.maxLength; i++) text += this.characterList[from[offset + i]!] ?? '';
    return text;
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    for (let i = 0; i < this.maxLength; i++) out[outOffset + i] = from[offset + i]!;
  }

  toJSON(): Record<string, unknown> {
    const { kind, minLength, maxLength } = this;
    return { kind, minLength, maxLength, charset: this.characterList.join('') };
  }

  toString(): string {
    return `Text(${this.minLength}, ${this.maxLength}, charset=${this.characters})`;
  }
}

export interface TextSampleOptions {
  rng?: Generator;
  /** 1 for each character that may be drawn, 0 for the others; all 0 yields the empty text. */
  mask?: TextWeights | null;
  /** How likely each character is: numbers of sum 1. */
  probability?: TextWeights | null;
}

function charactersOf(charset: unknown): string[] {
  const isText = typeof charset === 'string' || (typeof charset === 'object' && charset !== null);
  const characters = isText && Symbol.iterator in Object(charset) ? [...(charset as Iterable<unknown>)] : [];
  if (characters.length === 0) {
    throw new TypeError(`charset of Text must be a string of characters, got ${JSON.stringify(charset)}.`);
  }
  const wrong = characters.find((each) => typeof each !== 'string' || [...each].length !== 1);
  if (wrong !== undefined) {
    throw new TypeError(`charset of Text must hold single characters, got ${JSON.stringify(wrong)}.`);
  }
  const twice = characters.find((each, i) => characters.indexOf(each) !== i);
  if (twice === undefined) return characters as string[];
  throw new TypeError(`charset of Text must hold each character once, ${JSON.stringify(twice)} comes twice.`);
}

/** Flags as shares of 1; all 0 when none is set. */
function shares(flags: ArrayLike<number>): Float64Array {
  const p = Float64Array.from(flags);
  const allowed = p.reduce((sum, flag) => sum + flag, 0);
  return allowed === 0 ? p : p.map((flag) => flag / allowed);
}
