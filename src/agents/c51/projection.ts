// The projection of a shifted distribution back onto fixed atoms (Bellemare et al. 2017, equation 7).
import { type Tensor, where } from '../../tensor/index.js';

/** Atoms z_j = vMin + j·Δ, in buffers that steps of training read. */
export interface Support {
  /** `[N]`. */
  atoms: Tensor;
  /** 0 … N - 1, `[N, 1]`. */
  places: Tensor;
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
  { atoms, places, vMin, vMax }: Support,
): Tensor {
  const [rows, count] = probabilities.shape as [number, number];
  const delta = (vMax - vMin) / (count - 1);
  const moved = rewards.unsqueeze(1).add(discounts.unsqueeze(1).mul(atoms)).clamp(vMin, vMax);
  const b = moved.sub(vMin).div(delta);
  // Atom k gets p_j·(1 - |b_j - k|)₊: u - b for the atom below, b - l for that above, 1 for one that is hit.
  const distance = b.unsqueeze(1).sub(places).abs();
  const share = where(distance.lt(1), distance.neg().add(1), 0);
  return share.mul(probabilities.unsqueeze(1)).sum(2).reshape([rows, count]);
}
