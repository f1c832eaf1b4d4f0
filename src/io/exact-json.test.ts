import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromExactJson, toExactJson } from './exact-json.js';

it('brings every number back, bit for bit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity))),
      (numbers) => {
        const back = fromExactJson(toExactJson({ deep: [numbers] })) as { deep: number[][] };
        expect(back.deep[0]!.length).toBe(numbers.length);
        for (const [i, number] of numbers.entries()) expect(Object.is(back.deep[0]![i], number)).toBe(true);
      },
    ),
  );
});

it('leaves all other JSON as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(fromExactJson(toExactJson(value))).toEqual(value);
    }),
  );
});

it('refuses what JSON would mangle', () => {
  expect(() => toExactJson({ state: new Float64Array(2) })).toThrow(/'state' holds a Float64Array/);
  expect(() => toExactJson({ m: new Map() })).toThrow(/Map/);
});
