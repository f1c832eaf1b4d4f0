import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checked, parseJson } from './check.js';

const schema = z.strictObject({
  format: z.literal(2),
  env: z.strictObject({ id: z.string(), numEnvs: z.number().int().min(1).max(100) }),
  list: z.array(z.number()).max(3).optional(),
});

describe('parseJson', () => {
  it('gives what fits, numbers exact', () => {
    const text = '{"format":2,"env":{"id":"a","numEnvs":3},"list":[{"$number":"-0"}]}';
    expect(parseJson(text, 'f', schema)).toEqual({ format: 2, env: { id: 'a', numEnvs: 3 }, list: [-0] });
  });

  it.each([
    ['{', /^'runs\/f\.json' is not valid JSON: /],
    ['{"format":2,"format":2}', /'runs\/f\.json' is not valid JSON: the key "format" is there twice/],
    ['['.repeat(1e5) + ']'.repeat(1e5), /nested more than 200 levels/],
    ['7', /content: expected a value of type object, got 7/],
    ['{"format":1,"env":{"id":"a","numEnvs":3}}', /format: expected one of 2, got 1/],
    ['{"format":2,"env":{"id":"a","numEnvs":1e9}}', /env\.numEnvs: expected a number ≤ 100, got 1000000000/],
    ['{"format":2,"env":{"id":"a","numEnvs":"3"}}', /env\.numEnvs: expected a value of type number, got "3"/],
    ['{"format":2,"env":{"id":"a","numEnvs":1.5}}', /env\.numEnvs: expected a whole number, got 1\.5/],
    ['{"format":2,"env":{"id":"a"}}', /env\.numEnvs: expected a value of type number, got nothing/],
    ['{"format":2,"env":{"id":"a","numEnvs":3,"x":1}}', /env\.x: no such key/],
    ['{"format":2,"env":{"id":"a","numEnvs":{"$number":"NaN"}}}', /got NaN/],
  ])('names the file, the key and what came: %s', (text, message) => {
    expect(() => parseJson(text, 'runs/f.json', schema)).toThrow(message);
    try {
      parseJson(text, 'runs/f.json', schema);
    } catch (error) {
      expect((error as Error).name).toBe('UserError');
    }
  });

  it('keeps the message short however much is wrong', () => {
    const value = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, 'x'.repeat(1000)]));
    let message = '';
    try {
      checked(value, 'f', schema);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/and 97 more$/);
    expect(message.length).toBeLessThan(600);
  });
});
