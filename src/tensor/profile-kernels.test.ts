import { expect, it } from 'vitest';
import { Linear } from '../nn/index.js';
import { buffer } from './create.js';
import { profileKernels } from './profile-kernels.js';
import { scope } from './scope.js';

it('counts calls and work of kernels, and the rest', () => {
  const layer = new Linear(8, 4);
  const x = buffer([16, 8]);
  const times = profileKernels(() => {
    for (let i = 0; i < 3; i++) scope(() => layer.forward(x).sum().backward());
  });
  const of = (name: string) => times.find((entry) => entry.name === name);
  expect(of('gemm')).toMatchObject({ calls: 3, flops: 3 * 2 * 16 * 8 * 4 });
  // The input wants no gradient: one product, not two.
  expect(of('linearGrad')).toMatchObject({ calls: 3, flops: 3 * 2 * 16 * 8 * 4 });
  expect(of('other')).toMatchObject({ calls: 0, flops: 0 });
  const microseconds = times.map((entry) => entry.microseconds);
  expect(microseconds).toEqual([...microseconds].sort((a, b) => b - a));
});

it('lets the kernels be as they were, also after an error', () => {
  const fail = () => {
    throw new Error('by intention');
  };
  expect(() => profileKernels(fail)).toThrow('by intention');
  expect(profileKernels(() => {}).map(({ name }) => name)).toEqual(['other']);
});
