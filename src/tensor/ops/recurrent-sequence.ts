// The blocks of a recurrent layer's run over a whole sequence: where each step's gates, states and cells lie, what enters
// and leaves a step, and the products with the weights.
import { arena } from '../arena.js';
import { kernels } from '../engine.js';
import { sameShape, show } from '../shape.js';
import { at, type Tensor } from '../tensor.js';
import { keptForGradient } from './common.js';

/** The tensors of one layer; G is 1 (RNN), 3 (GRU) or 4 (LSTM). */
export interface RecurrentInputs {
  /** [steps, batch, inputs] */
  x: Tensor;
  /** State before the first step, [batch, hidden]; absent: zeros. */
  h0?: Tensor | undefined;
  /** The LSTM's cell before the first step, [batch, hidden]; absent: zeros. */
  c0?: Tensor | undefined;
  /** [G · hidden, inputs] */
  weightIh: Tensor;
  /** [G · hidden, hidden] */
  weightHh: Tensor;
  /** [G · hidden] */
  biasIh?: Tensor | undefined;
  /** [G · hidden] */
  biasHh?: Tensor | undefined;
  /** [steps, batch]: where it is not 0 the state is zeroed before the step. */
  episodeStarts?: Tensor | undefined;
}

type Block = 'gates' | 'state' | 'hPrev' | 'cPrev' | 'cells';

/** A run over all steps and what its gradient needs: addresses of blocks in which the steps lie behind each other. */
export class Sequence {
  readonly steps: number;
  readonly batch: number;
  readonly hidden: number;
  /** Numbers of all gates of one row. */
  readonly width: number;
  /** Activated gates; the state's share of the GRU's; states and cells as they enter each step; cells after it. */
  gates = 0;
  state = 0;
  hPrev = 0;
  cPrev = 0;
  cells = 0;
  /** Addresses of the results and, on the way back, of the gradients of both shares of the gates. */
  out = 0;
  dGates = 0;
  dState = 0;

  /** The blocks that the gradient needs, by the field with their address. */
  private readonly kept = new Map<Block, Tensor>();

  constructor(
    readonly inputs: RecurrentInputs,
    { name, gates }: { readonly name: string; readonly gates: number },
  ) {
    const { x, weightIh, weightHh } = inputs;
    this.hidden = weightHh.shape[1]!;
    this.width = gates * this.hidden;
    checkShapes(name, inputs, this.hidden, this.width);
    [this.steps, this.batch] = x.shape as [number, number];
    this.keep('hPrev', this.hidden);
    this.keep('gates', this.width);
    const size = weightIh.shape[1]!;
    const rows = this.steps * this.batch;
    // biome-ignore format: one product
    kernels.gemm(0, 1, rows, this.width, size, at(x), size, at(weightIh), size, this.gates, this.width, 0, this.inputBias(gates), 0);
  }

  /** A block with `columns` numbers for each row of each step. */
  allocate(columns: number): number {
    return arena.allocate(this.steps * this.batch * columns);
  }

  /** The same for a block that the gradient needs. */
  keep(block: Block, columns: number): void {
    const tensor = keptForGradient(this.steps * this.batch * columns);
    this.kept.set(block, tensor);
    this[block] = tensor.ptr;
  }

  /** The addresses of all blocks as they are now. */
  locate(out: Tensor): void {
    for (const [block, tensor] of this.kept) this[block] = at(tensor);
    this.out = out.ptr;
  }

  /** The address of step t in a block. */
  step(block: number, t: number, columns = this.hidden): number {
    return block + t * this.batch * columns * 4;
  }

  /** What is added to the inputs' product. The GRU keeps the state's bias apart, as its reset gate scales it. */
  private inputBias(gates: number): number {
    const { biasIh, biasHh } = this.inputs;
    if (biasHh === undefined || gates === 3) return biasIh === undefined ? 0 : at(biasIh);
    if (biasIh === undefined) return at(biasHh);
    const sum = arena.allocate(this.width);
    kernels.copy(at(biasIh), sum, this.width, 0);
    kernels.copy(at(biasHh), sum, this.width, 1);
    return sum;
  }

  /** Copies the state that enters step t, zeroed where an episode starts. */
  enter(block: number, t: number, before: number, initial: Tensor | undefined): void {
    const to = this.step(block, t);
    const n = this.batch * this.hidden;
    const from = t > 0 ? this.step(before, t - 1) : initial === undefined ? 0 : at(initial);
    if (from === 0) kernels.fill(to, n, 0);
    else if (this.starts) kernels.clearRows(from, this.step(this.starts, t, 1), to, this.batch, this.hidden);
    else kernels.copy(from, to, n, 0);
  }

  /** The gradient of a state that an episode start has zeroed is zero. */
  leave(gradient: number, t: number): void {
    if (this.starts === 0) return;
    kernels.clearRows(gradient, this.step(this.starts, t, 1), gradient, this.batch, this.hidden);
  }

  /** to (+)= hPrev · weightHhᵀ (+ bias) at step t. */
  timesWeight(t: number, block: number, accumulate: number, bias: number): void {
    const { batch, width, hidden } = this;
    const [from, to] = [this.step(this.hPrev, t), this.step(block, t, width)];
    // biome-ignore format: one product
    kernels.gemm(0, 1, batch, width, hidden, from, hidden, at(this.inputs.weightHh), hidden, to, width, accumulate, bias, 0);
  }

  /** dh (+)= gradient of the gates · weightHh at step t. */
  timesWeightGrad(t: number, block: number, dh: number, accumulate: number): void {
    const { batch, width, hidden } = this;
    const from = this.step(block, t, width);
    // biome-ignore format: one product
    kernels.gemm(0, 0, batch, hidden, width, from, width, at(this.inputs.weightHh), hidden, dh, hidden, accumulate, 0, 0);
  }

  private get starts(): number {
    return this.inputs.episodeStarts === undefined ? 0 : at(this.inputs.episodeStarts);
  }
}

function checkShapes(op: string, inputs: RecurrentInputs, hidden: number, width: number): void {
  const { x, weightIh } = inputs;
  if (x.ndim !== 3) {
    throw new RangeError(`${op}: the input needs shape [steps, batch, features], got ${show(x.shape)}.`);
  }
  const [steps, batch, size] = x.shape as [number, number, number];
  if (steps === 0)
    throw new RangeError(`${op}: the input ${show(x.shape)} has no time steps; give at least one.`);
  const expected: [keyof RecurrentInputs, number[]][] = [
    ['weightIh', [width, size]],
    ['weightHh', [width, hidden]],
    ['biasIh', [width]],
    ['biasHh', [width]],
    ['h0', [batch, hidden]],
    ['c0', [batch, hidden]],
    ['episodeStarts', [steps, batch]],
  ];
  for (const [name, shape] of expected) {
    const tensor = inputs[name];
    if (tensor === undefined || sameShape(tensor.shape, shape)) continue;
    throw new RangeError(
      `${op}: ${name} has shape ${show(tensor.shape)}, expected ${show(shape)}, as the input is ${show(x.shape)} and ` +
        `weightIh ${show(weightIh.shape)} with ${hidden} hidden units.`,
    );
  }
}
