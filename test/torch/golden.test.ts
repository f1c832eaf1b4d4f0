// Every operation and layer against the values and gradients PyTorch computed, on every backend.
import { afterAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/tensor/index.js';
import { goldenCases, runGoldenCase } from './golden-case.js';
import { layers } from './layers.js';
import { operations } from './operations.js';

const BACKENDS = {
  'plain WASM': { backend: 'wasm', fma: false },
  'WASM with FMA': { backend: 'wasm', fma: true },
  reference: { backend: 'reference' },
} as const;

const runners = { ...operations, ...layers };
const cases = goldenCases();

it('has all recorded cases, and computes each', () => {
  expect(cases.length).toBe(154);
  expect(cases.filter(({ name }) => !(name in runners)).map(({ name }) => name)).toEqual([]);
});

describe.each(Object.entries(BACKENDS))('on %s', (_, backend) => {
  afterAll(() => useBackend({}));
  it.each(
    cases.map((golden, i) => [`${golden.name} ${JSON.stringify(golden.attrs)} (${i})`, golden] as const),
  )('%s equals PyTorch', (_, golden) => {
    useBackend(backend);
    runGoldenCase(golden, runners[golden.name]!);
  });
});
