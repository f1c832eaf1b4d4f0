// Compares gradients with central differences of the function itself.
import { expect } from 'vitest';
import { Generator } from '../src/random/index.js';
import { endStep, noGrad, scope, type Tensor, tensor } from '../src/tensor/index.js';

export interface FiniteDifferenceOptions {
  /** Half the distance between the two points of a difference. */
  step?: number;
  tolerance?: number;
}

/**
 * Checks d(sum of cotangents · fn())/d(leaf) for every element of every leaf, which `fn` must read at each call. The
 * values of the leaves are changed and put back.
 */
export function expectGradients(
  fn: () => Tensor,
  leaves: Record<string, Tensor>,
  { step = 2e-3, tolerance = 1e-2 }: FiniteDifferenceOptions = {},
): void {
  // Leaves uploaded before would not be read again within the same step.
  endStep();
  const cotangents = new Float32Array(scope(() => noGrad(() => fn().size)));
  new Generator(7).fillNormal(cotangents);
  // Differences of float32 sums would drown in rounding: the products are summed here, in float64.
  const objective = () => {
    const values = scope(() => noGrad(() => fn().toArray()));
    return values.reduce((sum, value, i) => sum + value * cotangents[i]!, 0);
  };
  for (const leaf of Object.values(leaves)) leaf.zeroGrad();
  scope(() => {
    const out = fn();
    out.backward(tensor(cotangents, { shape: out.shape }));
  });
  for (const [name, leaf] of Object.entries(leaves)) {
    const grad = leaf.grad!.toArray();
    for (let i = 0; i < leaf.size; i++) {
      const value = leaf.data[i]!;
      const [high, low] = [step, -step].map((offset) => {
        leaf.data[i] = value + offset;
        return objective();
      }) as [number, number];
      leaf.data[i] = value;
      const expected = (high - low) / (2 * step);
      const error = Math.abs(grad[i]! - expected);
      const where = `${name}[${i}]: gradient ${grad[i]}, difference quotient ${expected}`;
      expect(error <= tolerance * Math.max(1, Math.abs(expected)) ? '' : where).toBe('');
    }
  }
}
