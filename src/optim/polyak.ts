// Target networks: moving their parameters towards those of the trained network.
import { type Module, Parameter } from '../nn/index.js';
import { tensorsOf } from '../nn/module.js';
import { kernels } from '../tensor/engine.js';
import type { Tensor } from '../tensor/index.js';
import { at } from '../tensor/tensor.js';

/**
 * target ← target + tau·(source − target) for every parameter (Lillicrap et al. 2016, Algorithm 1); `tau` 1 copies.
 * Buffers (the running statistics of batch norm) are copied whatever `tau` is: they are averages already.
 *
 * @throws Error when the modules do not have parameters and buffers of the same sizes.
 */
export function polyakUpdate(source: Module, target: Module, tau: number): void {
  if (!(tau >= 0 && tau <= 1)) throw new RangeError(`polyakUpdate: tau must be in [0, 1], got ${tau}.`);
  const [from, to] = [[...tensorsOf(source)], [...tensorsOf(target)]];
  if (from.length !== to.length || from.some((t, i) => !alike(t, to[i]!))) {
    throw new Error(
      'polyakUpdate: source and target must be the same network; their parameters or buffers differ in number or size.',
    );
  }
  for (let i = 0; i < from.length; i++) {
    const [t, goal] = [to[i]!, from[i]!];
    if (goal instanceof Parameter) kernels.polyak(at(t), at(goal), goal.size, tau);
    else kernels.copy(at(goal), at(t), goal.size, 0);
  }
}

function alike(a: Tensor, b: Tensor): boolean {
  return a.size === b.size && a instanceof Parameter === b instanceof Parameter;
}
