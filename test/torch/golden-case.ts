// Runs a case of test/golden/torch-ops: outputs and gradients must equal PyTorch's.
import { expect } from 'vitest';
import type { Module, StateDict } from '../../src/nn/index.js';
import { scope, type Tensor, tensor } from '../../src/tensor/index.js';
import { readGolden } from '../golden.js';

export interface GoldenValues {
  shape: number[];
  data: number[];
  dtype: 'float32' | 'int64' | 'bool';
}

export interface GoldenCase {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: every operation has its own attributes
  attrs: Record<string, any>;
  inputs: Record<string, GoldenValues>;
  params?: Record<string, GoldenValues>;
  outputs: GoldenValues[];
  cotangents?: (GoldenValues | null)[];
  grads?: Record<string, GoldenValues>;
}

/** What computes a case: from its inputs (by name) to its outputs, and the module whose parameters get gradients. */
export type Runner = (
  inputs: Record<string, Tensor>,
  attrs: GoldenCase['attrs'],
  params: StateDict,
) => { outputs: Tensor[]; module?: Module };

export function goldenCases(): GoldenCase[] {
  return readGolden<{ cases: GoldenCase[] }>('torch-ops').cases;
}

/** @throws when an output or gradient differs by more than 1e-5 + 1e-4 of PyTorch's. */
export function runGoldenCase(
  { name, attrs, inputs, params = {}, outputs, cotangents = [], grads = {} }: GoldenCase,
  run: Runner,
) {
  scope(() => {
    const leaves = Object.fromEntries(
      Object.entries(inputs).map(([key, values]) => [key, leaf(values, key in grads)]),
    );
    const state = Object.fromEntries(
      Object.entries(params).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }]),
    );
    const { outputs: found, module } = run(leaves, attrs, state);
    expect(found.length, `${name}: number of outputs`).toBe(outputs.length);
    const objective = found.map((output, i) => {
      close(output, outputs[i]!, `${name}, output ${i}`);
      const cotangent = cotangents[i];
      return cotangent && output.requiresGrad ? output.mul(leaf(cotangent, false)).sum() : null;
    });
    if (Object.keys(grads).length === 0) return;
    objective
      .filter((term) => term !== null)
      .reduce((sum, term) => sum.add(term))
      .backward();
    const parameters = new Map(module?.namedParameters());
    for (const [key, values] of Object.entries(grads)) {
      const grad = (leaves[key] ?? parameters.get(key))?.grad;
      expect(grad, `${name}: gradient of ${key}`).toBeTruthy();
      close(grad!, values, `${name}, gradient of ${key}`);
    }
  });
}

function leaf({ shape, data, dtype }: GoldenValues, requiresGrad: boolean): Tensor {
  return tensor(data, { shape, dtype: dtype === 'float32' ? 'float32' : 'int32', requiresGrad });
}

function close(actual: Tensor, expected: GoldenValues, what: string): void {
  expect([...actual.shape], `${what}: shape`).toEqual(expected.shape);
  const values = actual.data;
  const worst = expected.data.findIndex((y, i) => !(Math.abs(values[i]! - y) <= 1e-5 + 1e-4 * Math.abs(y)));
  expect(worst, `${what}: element ${worst} is ${values[worst]}, PyTorch ${expected.data[worst]}`).toBe(-1);
}
