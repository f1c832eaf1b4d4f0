// Target networks: moving their parameters towards those of the trained network.
import type { Module } from '../nn/index.js';
import { kernels } from '../tensor/engine.js';

/**
 * target ← target + tau·(source − target) for every parameter (Lillicrap et al. 2016, Algorithm 1); `tau` 1 copies.
 *
 * @throws Error when the modules do not have parameters of the same sizes.
 */
export function polyakUpdate(source: Module, target: Module, tau: number): void {
  const [from, to] = [source.parameters(), target.parameters()];
  if (from.length !== to.length || from.some((p, i) => p.size !== to[i]!.size)) {
    throw new Error(
      'polyakUpdate: source and target must be the same network; their parameters differ in number or size.',
    );
  }
  for (const [i, p] of from.entries()) kernels.polyak(to[i]!.ptr, p.ptr, p.size, tau);
}
