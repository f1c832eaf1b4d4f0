// Scales every row to length 1, as PyTorch's normalize.
import { Module } from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';

/** `[B, n]` → `[B, n]`; rows of zeros stay. */
export class UnitLength extends Module {
  override forward(x: Tensor): Tensor {
    return x.div(x.square().sum(1, true).sqrt().clamp(1e-12));
  }
}
