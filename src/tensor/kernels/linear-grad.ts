// The gradients of a linear layer, composed of the kernels of a backend that has no kernel of its own for them.
import { ACTIVATION, ADD_TO, type Kernels } from './kernels.js';

type Parts = Pick<Kernels, 'activationGradInPlace' | 'gemm' | 'fill' | 'colSumAccumulate'>;

/** `linearGrad` of the backend whose kernels `parts()` are, asked at every call. */
export function composedLinearGrad(parts: () => Parts): Kernels['linearGrad'] {
  return (m, n, k, x, w, y, dy, act, dw, db, dx, accumulate) => {
    const kernels = parts();
    const adds = (bit: number) => Number((accumulate & bit) !== 0);
    if (act !== ACTIVATION.none) kernels.activationGradInPlace(act, y, dy, m * n);
    if (dw) kernels.gemm(1, 0, n, k, m, dy, n, x, k, dw, k, adds(ADD_TO.dw), 0, ACTIVATION.none);
    if (db) {
      if (!adds(ADD_TO.db)) kernels.fill(db, n, 0);
      kernels.colSumAccumulate(dy, db, m, n);
    }
    if (dx) kernels.gemm(0, 0, m, k, n, dy, n, w, k, dx, k, adds(ADD_TO.dx), 0, ACTIVATION.none);
  };
}
