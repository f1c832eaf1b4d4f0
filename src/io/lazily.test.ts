import { expect, it } from 'vitest';
import * as z from 'zod';
import { lazily } from './lazily.js';

it('makes the thing once, when something of it is read', () => {
  let made = 0;
  const pair = lazily(() => ({ a: ++made, b: 2 }));
  expect(made).toBe(0);
  expect(pair.a + pair.b).toBe(3);
  expect({ ...pair, c: 3 }).toEqual({ a: 1, b: 2, c: 3 });
  expect('b' in pair && !('c' in pair)).toBe(true);
  expect(Object.keys(pair)).toEqual(['a', 'b']);
  pair.b = 5;
  expect(pair.b).toBe(5);
  expect(made).toBe(1);
});

it('stands for a schema in every use', () => {
  const schema = lazily(() => z.strictObject({ size: z.int().default(3).describe('How large.') }));
  expect(schema instanceof z.ZodObject).toBe(true);
  expect(schema.parse({})).toEqual({ size: 3 });
  expect(schema.safeParse({ sise: 1 }).success).toBe(false);
  expect(schema.shape.size.description).toBe('How large.');
  expect(schema.extend({ more: z.boolean() }).parse({ more: true })).toEqual({ size: 3, more: true });
  expect(z.strictObject({ inner: schema }).parse({ inner: {} })).toEqual({ inner: { size: 3 } });
  expect(z.toJSONSchema(schema).properties).toMatchObject({
    size: { default: 3, description: 'How large.' },
  });
});
