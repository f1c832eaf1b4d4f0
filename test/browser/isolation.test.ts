// What depends on the page: threads need memory that is shared, which only a cross-origin isolated page gets.
import { expect, inject, it } from 'vitest';
import { backend, setThreads, tensor, threadCount } from '../../src/tensor/index.js';

declare module 'vitest' {
  interface ProvidedContext {
    isolated: boolean;
  }
}

it('uses several threads on an isolated page and one elsewhere', async () => {
  expect(crossOriginIsolated).toBe(inject('isolated'));
  expect(await setThreads(2)).toBe(inject('isolated') ? 2 : 1);
  const ones = tensor(new Float32Array(512 * 512).fill(1), { shape: [512, 512] });
  expect(ones.matmul(ones).sum().item()).toBe(512 ** 3);
  expect(await setThreads(1)).toBe(1);
  expect(threadCount()).toBe(1);
});

it('prefers the kernels with fused multiply-add', () => {
  expect(backend()).toBe('wasm-fma');
});
