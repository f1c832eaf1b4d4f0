// The projection of a shifted distribution back onto fixed atoms (Bellemare et al. 2017, equation 7).
import { type Tensor, zeros } from '../../tensor/index.js';

/** Atoms z_j = vMin + j·Δ, in buffers that steps of training read. */
export interface Support {
  /** `[N]`. */
  atoms: Tensor;
  vMin: number;
  vMax: number;
}

/**
 * The distribution of r + γ·Z, each atom clipped to [vMin, vMax] and its probability shared between the two atoms beside
 * it, the nearer the more; all of it goes to one atom where it falls on that.
 *
 * @param probabilities of Z, `[B, N]`
 * @param rewards r, `[B]`
 * @param discounts γ, `[B]`; 0 after a termination
 * @returns `[B, N]`
 */
export function project(
  probabilities: Tensor,
  rewards: Tensor,
  discounts: Tensor,
  { atoms, vMin, vMax }: Support,
): Tensor {
  const [rows, count] = probabilities.shape as [number, number];
  const delta = (vMax - vMin) / (count - 1);
  const moved = rewards.unsqueeze(1).add(discounts.unsqueeze(1).mul(atoms)).clamp(vMin, vMax);
  const b = moved.sub(vMin).div(delta);
  const below = b.floor();
  const upper = probabilities.mul(b.sub(below));
  const places = below.int();
  const above = places
    .add(1)
    .minimum(count - 1)
    .int();
  // Where the atom below is the last one, nothing is left for one above.
  return zeros([rows, count]).scatterAdd(1, places, probabilities.sub(upper)).scatterAdd(1, above, upper);
}
