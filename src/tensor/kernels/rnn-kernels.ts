// The kernels under recurrent layers: one time step after its matrix products. Tensors are rows × hidden, gates
// rows × (number of gates · hidden) in PyTorch's order. Pointers, sizes and number types as in `kernels.ts`.

export interface RnnKernels {
  /** Gates i, f, g, o: activated in place; c = f · cPrev + i · g; h = o · tanh(c). */
  lstmStep(gates: number, cPrev: number, c: number, h: number, rows: number, hidden: number): void;
  /** From activated gates: the gates' gradient before activation; dc, the gradient of c, becomes that of cPrev. */
  // biome-ignore format: one line per kernel
  lstmStepGrad(gates: number, cPrev: number, c: number, dh: number, dc: number, dGates: number, rows: number, hidden: number): void;
  /**
   * Gates r, z, n from the input's and the state's share: activated into `input`; n adds r times the state's share;
   * h = (1 - z) · n + z · hPrev.
   */
  gruStep(input: number, state: number, hPrev: number, h: number, rows: number, hidden: number): void;
  /** Gradients of both shares; dh becomes the part of hPrev's gradient that bypasses the gates. */
  // biome-ignore format: one line per kernel
  gruStepGrad(gates: number, state: number, hPrev: number, dh: number, dInput: number, dState: number, rows: number, hidden: number): void;
  /** y = x with zeros in the rows where `starts` is not 0; y may be x. */
  clearRows(x: number, starts: number, y: number, rows: number, cols: number): void;
}
