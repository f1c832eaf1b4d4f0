// The quantile regression loss (Koenker & Hallock 2001) with Huber's for small errors (Dabney et al. 2018a, equation 10).
import type { Tensor } from '../../tensor/index.js';

/**
 * Σ_i mean_j |τ_i - 1{u_ij < 0}|·L_κ(u_ij)/κ for u_ij = T_j - θ_i, a loss per row.
 *
 * @param quantiles θ, `[B, N]`
 * @param targets T, `[B, M]`
 * @param levels τ, `[N]` or `[B, N]`: the levels that θ stand for
 */
export function quantileHuberLoss(quantiles: Tensor, targets: Tensor, levels: Tensor, kappa: number): Tensor {
  const u = targets.unsqueeze(1).sub(quantiles.unsqueeze(2));
  const size = u.abs();
  const near = size.clamp(0, kappa);
  // |u|²/2 up to κ, κ·(|u| - κ/2) beyond.
  const huber = near.mul(size.sub(near.mul(0.5)));
  const weight = levels.unsqueeze(-1).sub(u.lt(0)).abs();
  return weight.mul(huber).mean(2).sum(1).div(kappa);
}
