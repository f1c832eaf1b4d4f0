// Target networks: moving their parameters towards those of the trained network.
import type { Module } from '../nn/index.js';
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
  const parameters = pairs(source.parameters(), target.parameters());
  const buffers = pairs(source.buffers(), target.buffers());
  for (const [from, to] of parameters) kernels.polyak(at(to), at(from), from.size, tau);
  for (const [from, to] of buffers) kernels.copy(at(from), at(to), from.size, 0);
}

function pairs(from: Tensor[], to: Tensor[]): [Tensor, Tensor][] {
  if (from.length !== to.length || from.some((t, i) => t.size !== to[i]!.size)) {
    throw new Error(
      'polyakUpdate: source and target must be the same network; their parameters or buffers differ in number or size.',
    );
  }
  return from.map((t, i) => [t, to[i]!]);
}
