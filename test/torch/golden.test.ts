// Every operation and layer against the values and gradients PyTorch computed, on every backend.
import { afterAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/tensor/index.js';
import { loadNative } from '../../src/tensor/kernels/native.js';
import { readGolden } from '../golden.js';
import { goldenCases, runGoldenCase } from './golden-case.js';
import { layers } from './layers.js';
import { operations } from './operations.js';

const BACKENDS = {
  'plain WASM': { backend: 'wasm', fma: false },
  'WASM with FMA': { backend: 'wasm', fma: true },
  reference: { backend: 'reference' },
  'the native add-on': { backend: 'native' },
} as const;

const runners = { ...operations, ...layers };
const cases = goldenCases();

it('has all recorded cases, and computes each', () => {
  expect(cases.length).toBe(154);
  expect(cases.filter(({ name }) => !(name in runners)).map(({ name }) => name)).toEqual([]);
});

// The optimisers and clipping are computed in src/optim, the distributions in src/nn/distributions.
it('knows everything that was recorded', () => {
  const file = readGolden<Record<string, { name: string }[]>>('torch-ops');
  expect(Object.keys(file).sort()).toEqual(
    ['cases', 'clip_grad_norm', 'distributions', 'note', 'optimizers', 'torch'].sort(),
  );
  expect(file.optimizers!.length).toBe(10);
  const distributions = ['Categorical', 'Normal', 'TanhNormal', 'Bernoulli', 'KL(Categorical)'];
  expect(file.distributions!.map(({ name }) => name)).toEqual(distributions);
});

const built = loadNative() !== null;

describe.each(Object.entries(BACKENDS))('on %s', (_, backend) => {
  afterAll(() => useBackend({}));
  it
    .skipIf(backend.backend === 'native' && !built)
    .each(
      cases.map((golden, i) => [`${golden.name} ${JSON.stringify(golden.attrs)} (${i})`, golden] as const),
    )('%s equals PyTorch', (_, golden) => {
    useBackend(backend);
    runGoldenCase(golden, runners[golden.name]!);
  });
});
