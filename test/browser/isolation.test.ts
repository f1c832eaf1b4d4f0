import { expect, it } from 'vitest';

it('x', () => {
  console.log(
    'ISO',
    crossOriginIsolated,
    typeof SharedArrayBuffer,
    location.href,
    navigator.hardwareConcurrency,
    typeof process,
    typeof (globalThis as any).process?.env,
  );
  expect(1).toBe(1);
});
