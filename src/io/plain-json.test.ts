import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requirePlainJson } from './plain-json.js';

it('takes whatever JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      requirePlainJson(JSON.stringify(value, null, indent));
    }),
  );
});

it.each([
  '{"a":1,"a":2}',
  '[{"b":{"a":{},"c":"}","a":[]}}]',
  '{"\\u0061":1,"a":2}',
  '{"\\"{\\\\":1, "\\"{\\\\" : 2}',
])('refuses a key that is there twice: %s', (text) => {
  JSON.parse(text);
  expect(() => requirePlainJson(text)).toThrow(/is there twice/);
});

it('takes equal keys in different objects', () => {
  requirePlainJson('{"a":{"a":[{"a":1},{"a":2}]},"b":"a"}');
});

it('refuses nesting without end', () => {
  requirePlainJson(`${'['.repeat(200)}${']'.repeat(200)}`);
  expect(() => requirePlainJson('['.repeat(1e6) + ']'.repeat(1e6))).toThrow(/nested more than 200 levels/);
});
