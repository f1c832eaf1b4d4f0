// Texts: lengths, characters, codes, and what is refused. (Samples: golden.test.ts.)
import { describe, expect, it } from 'vitest';
import {
  Dict,
  Discrete,
  packObservation,
  type Space,
  spaceDifference,
  spaceFromJSON,
  Text,
} from './index.js';

const word = () => new Text(5, { minLength: 2, charset: 'cab ' });

it('is shown as in Gymnasium, all characters sorted', () => {
  expect(String(new Text(5))).toBe(
    'Text(1, 5, charset=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz)',
  );
  expect(String(word())).toBe('Text(2, 5, charset= abc)');
  expect(word().characterList).toEqual(['c', 'a', 'b', ' ']);
});

it('contains texts of its characters and lengths', () => {
  const space = word();
  for (const text of ['ab', 'a b c', '     ']) expect(space.contains(text)).toBe(true);
  for (const text of ['', 'a', 'abcabc', 'abd', 'AB', 3, ['a', 'b'], undefined]) {
    expect(space.contains(text)).toBe(false);
  }
  expect(new Text(3, { minLength: 0 }).contains('')).toBe(true);
});

it('counts code points, not halves of them', () => {
  const space = new Text(2, { charset: ['𝄞', 'é'] });
  expect(space.contains('𝄞𝄞')).toBe(true);
  expect([...space.flatten('𝄞')]).toEqual([0, 2]);
  space.seed(0);
  expect(space.contains(space.sample())).toBe(true);
});

it('samples its default characters reproducibly', () => {
  const [a, b] = [new Text(20), new Text(20)];
  a.seed(3);
  b.seed(3);
  expect(a.sample()).toBe(b.sample());
});

it('packs codes, filled up, in the narrowest type', () => {
  const space = word();
  expect([space.packedSize, space.packedType, space.flatdim]).toEqual([5, 'uint8', 5]);
  expect(packObservation(space, 'ba ', 'The text')).toEqual(Uint8Array.of(2, 1, 3, 4, 4));
  const dict = new Dict({ mission: space, direction: new Discrete(4) });
  expect(dict.packedType).toBe('uint8');
  expect(dict.leaves().map(({ path, size }) => [path, size])).toEqual([
    ['direction', 1],
    ['mission', 5],
  ]);
});

it('refuses to pack what would be lost', () => {
  expect(() => word().pack('abcabc', new Float32Array(9), 0)).toThrow(/"abcabc" is too long for Text/);
  expect(() => word().pack('abx', new Float32Array(9), 0)).toThrow(/"x" is no character of Text\(2, 5/);
  expect(() => packObservation(word(), 'abx', 'The mission')).toThrow(
    /The mission does not fit Text\(2, 5, charset= abc\): it must be in .*, got "abx"/,
  );
});

it.each<[Space, Space, string | undefined]>([
  [word(), word(), undefined],
  [word(), new Text(5, { charset: 'cab ' }), 'minLength is 2 in one and 1 in the other'],
  [new Text(5), new Text(6), 'maxLength is 5 in one and 6 in the other'],
  [
    new Text(5, { charset: 'ab' }),
    new Text(5, { charset: 'ba' }),
    'the list of characters is ab in one and ba in the other',
  ],
])('%s and %s differ', (a, b, difference) => {
  expect(spaceDifference(a, b)).toBe(difference);
});

describe('what cannot work is refused', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no length', () => new Text(undefined as never), /maxLength of Text must be .*, got undefined/],
    ['length 0', () => new Text(0), /maxLength of Text must be a positive integer, got 0/],
    ['lengths crossed', () => new Text(2, { minLength: 3 }), /from 0 to its maxLength 2, got 3/],
    ['a negative length', () => new Text(2, { minLength: -1 }), /from 0 to its maxLength 2, got -1/],
    ['no characters', () => new Text(2, { charset: '' }), /charset of Text must be a string of characters/],
    ['a number', () => new Text(2, { charset: 3 as never }), /charset of Text must be .* got 3/],
    ['words', () => new Text(2, { charset: ['ab'] }), /single characters, got "ab"/],
    ['a character twice', () => new Text(2, { charset: 'aba' }), /each character once, "a" comes twice/],
    [
      'an option',
      () => new Text(2, { min_length: 1 } as never),
      /no option 'min_length'. Did you mean minLength/,
    ],
    ['a mask without length', () => word().sample({ mask: [1] as never }), /must be \[length, characters\]/],
    ['a length outside', () => word().sample({ mask: [9, null] }), /from 2 to 5, got 9/],
    ['flags', () => word().sample({ mask: [null, [0, 1, 2, 0]] }), /must hold 0 and 1, got 2 at element 2/],
    ['few flags', () => word().sample({ mask: [null, [0, 1]] }), /must hold 4 numbers, got 2/],
    ['no character allowed', () => word().sample({ mask: [null, [0, 0, 0, 0]] }), /allows no character/],
    ['shares', () => word().sample({ probability: [2, [0.5, 0, 0, 0]] }), /sum to 1/],
    [
      'both',
      () => word().sample({ mask: [2, null], probability: [2, null] }),
      /a mask or a probability, not both/,
    ],
    [
      'JSON',
      () => spaceFromJSON({ kind: 'Text', maxLength: 3, minLength: 1, charset: 4 }),
      /charset of Text/,
    ],
  ])('%s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});
