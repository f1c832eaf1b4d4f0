// Value rescaling (Pohlen et al. 2018; Kapturowski et al. 2019, section 2.3): large returns are learnt on a root's scale.
import type { Tensor } from '../../tensor/index.js';

const EPSILON = 1e-3;

/** h(x) = sgn(x)·(√(|x| + 1) - 1) + 1e-3·x. */
export function rescale(x: Tensor): Tensor {
  return x.sign().mul(x.abs().add(1).sqrt().sub(1)).add(x.mul(EPSILON));
}

/** h⁻¹(x) = sgn(x)·(((√(1 + 4ε(|x| + 1 + ε)) - 1) / 2ε)² - 1). */
export function unscale(x: Tensor): Tensor {
  const root = x
    .abs()
    .add(1 + EPSILON)
    .mul(4 * EPSILON)
    .add(1)
    .sqrt();
  const y = root.sub(1).div(2 * EPSILON);
  return x.sign().mul(y.mul(y).sub(1));
}
