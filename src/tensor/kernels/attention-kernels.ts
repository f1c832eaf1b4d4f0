// The kernels under attention, between its batched matrix products. Pointers, sizes and number types as in `kernels.ts`.

export interface AttentionKernels {
  /**
   * Softmax of each row of scale · scores + mask, in place; scores are batch × heads × rows × n. A row of which nothing
   * is left by the mask (all minus infinity) becomes zero. `mask`: 0, or where it begins, with element strides (0
   * repeats) of its dimensions before the last.
   */
  // biome-ignore format: one line per kernel
  attentionSoftmax(scores: number, batch: number, heads: number, rows: number, n: number, scale: number, mask: number, strideBatch: number, strideHead: number, strideRow: number): void;
  /** From the gradient of the weights to that of the scores, in place. */
  attentionSoftmaxGrad(weights: number, gradient: number, rows: number, n: number, scale: number): void;
}
