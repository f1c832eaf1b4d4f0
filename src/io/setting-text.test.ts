import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNamed, formatValue, meanings, parseNamed, parseValue } from './setting-text.js';

const value = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.array(fc.double({ noNaN: true }), { maxLength: 3 }),
  fc.array(fc.oneof(fc.string(), fc.constant(Infinity)), { maxLength: 3 }),
  fc.record({ a: fc.string(), b: fc.integer() }),
  fc.constantFrom('5', 'true', 'null', '1,2', 'Infinity', '"x"', '', '[1]', 'linear:1e-3:0', '-0'),
  fc.constantFrom(null, Infinity, -Infinity, -0),
);

describe('settings as text', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(value, (it) => {
        expect(parseValue(formatValue(it))).toEqual(it);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back names with options', () => {
    const key = fc.stringMatching(/^[a-z]\w{0,5}$/).filter((name) => name !== '__proto__');
    const named = fc.record({
      name: fc.stringMatching(/^[A-Z]\w*$/),
      options: fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }),
    });
    fc.assert(
      fc.property(named, (it) => {
        expect(parseNamed(formatNamed(it))).toEqual(it);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['.985', 0.985],
    ['-.5e-3', -0.5e-3],
    ['1.', 1],
    ['+2', 2],
    ['50_000', 50_000],
    ['007', 7],
    ['-0', -0],
  ])('takes %s for a number', (text, value) => {
    expect(parseValue(text)).toBe(value);
  });

  it.each(['', '.', '_1', '1e', '0x10', '1.2.3', '2026-11-27'])('leaves %j a text', (text) => {
    expect(parseValue(text)).toBe(text);
  });

  it('is written as people write', () => {
    expect(formatValue([64, 64])).toBe('64,64');
    expect(parseValue('-Infinity,0.5')).toEqual([-Infinity, 0.5]);
    expect(formatValue('linear:1e-3:0')).toBe('linear:1e-3:0');
    expect(formatNamed({ name: 'FrameStack', options: { stackSize: 4, padding: 'zero' } })).toBe(
      'FrameStack:stackSize=4,padding=zero',
    );
    expect(parseNamed('Crop:box=[1,2],how=a,b')).toEqual({
      name: 'Crop',
      options: { box: [1, 2], how: 'a,b' },
    });
    expect(() => parseNamed('=4')).toThrow(/Expected a name/);
    expect(() => parseNamed('Crop:4')).toThrow(/Expected a name/);
    expect(() => parseNamed('Crop:{4')).toThrow(/not valid JSON/);
  });

  it('knows the words for true and false, and that one may stand for a list of one', () => {
    for (const word of ['True', 'yes', 'on', 'ON']) expect(meanings(word)).toContain(true);
    for (const word of ['False', 'no', 'off']) expect(meanings(word)).toContain(false);
    expect(meanings('64')).toEqual([64, '64', [64]]);
    expect(meanings('true')[0]).toBe(true);
  });
});
