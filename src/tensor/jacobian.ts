// The Jacobian of a function, one backward pass per output element.

import { tensor } from './create.js';
import { scope } from './scope.js';
import { hostLeaf, type Tensor } from './tensor.js';

/**
 * All partial derivatives of `fn` at `x`.
 *
 * @param fn differentiable, from the shape of x to any shape
 * @returns [...output shape, ...x shape]
 */
export function jacobian(fn: (x: Tensor) => Tensor, x: Tensor): Tensor {
  return scope(() => {
    const at = tensor(x.toArray(), { shape: x.shape, requiresGrad: true });
    const y = fn(at);
    const rows = new Float32Array(y.size * x.size);
    for (let i = 0; i < y.size; i++) {
      const direction = new Float32Array(y.size);
      direction[i] = 1;
      at.zeroGrad();
      if (y.requiresGrad) y.backward(hostLeaf(direction, y.shape));
      if (at.grad) rows.set(at.grad.data, i * x.size);
    }
    return hostLeaf(rows, [...y.shape, ...x.shape]);
  });
}
