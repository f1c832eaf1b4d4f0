// Recurrent layers over whole sequences, each one operation: one matrix product for the inputs of all time steps,
// then per step the product with the state and a fused gate kernel. Time comes first, gates in PyTorch's order.
import { arena } from '../arena.js';
import { addGrad, gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { Unary } from '../kernels/assembly/codes.js';
import { ACTIVATION } from '../kernels/kernels.js';
import { sameShape, show } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { addableGrad, keptForGradient } from './common.js';

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

interface Cell extends Op {
  /** Rows of the weights for each hidden unit. */
  readonly gates: number;
  step(s: Sequence, t: number): void;
  /** From the gradient `dh` of the state (and `dc` of the cell) after step t to those before, in place. */
  stepGrad(s: Sequence, t: number, dh: number, dc: number): void;
}

/** h' = tanh(W x + b + U h + c), or relu. @returns the states, [steps, batch, hidden] */
export function rnn(inputs: RecurrentInputs, nonlinearity: 'tanh' | 'relu' = 'tanh'): Tensor {
  return run(nonlinearity === 'tanh' ? tanhCell : reluCell, inputs);
}

/** Gated recurrent unit (Cho et al. 2014, with PyTorch's reset gate). @returns the states, [steps, batch, hidden] */
export function gru(inputs: RecurrentInputs): Tensor {
  return run(gruCell, inputs);
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates).
 * @returns the states and, as one step more, the last cell: [steps + 1, batch, hidden]
 */
export function lstm(inputs: RecurrentInputs): Tensor {
  return run(lstmCell, inputs);
}

type Block = 'gates' | 'state' | 'hPrev' | 'cPrev' | 'cells';

/** A run over all steps and what its gradient needs: addresses of blocks in which the steps lie behind each other. */
class Sequence {
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
    { name, gates }: Cell,
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

function run(cell: Cell, inputs: RecurrentInputs): Tensor {
  const s = new Sequence(inputs, cell);
  const { steps, batch, hidden } = s;
  const last = cell === lstmCell ? 1 : 0;
  const out = output([steps + last, batch, hidden], (steps + last) * batch * hidden);
  s.out = out.ptr;
  for (let t = 0; t < steps; t++) cell.step(s, t);
  if (last) kernels.copy(s.step(s.cells, steps - 1), s.step(s.out, steps), batch * hidden, 0);
  out.saved = s;
  const { x, h0, c0, weightIh, weightHh, biasIh, biasHh } = inputs;
  const other = [weightHh, h0, c0, biasIh, biasHh].find((t) => t?.requiresGrad) ?? null;
  return record(out, cell, x, weightIh, other);
}

function inputs(out: Tensor): (Tensor | undefined)[] {
  return Object.values((out.saved as Sequence).inputs);
}

/** The way back through time, the same for every cell. */
function backward(this: Cell, out: Tensor, dy: number): void {
  const s = out.saved as Sequence;
  s.locate(out);
  const { steps, batch, hidden, width } = s;
  const n = batch * hidden;
  const { x, h0, c0, weightIh, weightHh, biasIh, biasHh } = s.inputs;
  s.dGates = s.allocate(width);
  s.dState = s.dGates;
  const dc = s.step(dy, steps);
  for (let t = steps - 1; t >= 0; t--) {
    const dh = s.step(dy, t);
    this.stepGrad(s, t, dh, dc);
    s.leave(dh, t);
    if (t > 0) kernels.copy(dh, s.step(dy, t - 1), n, 1);
    else if (h0?.requiresGrad) addGrad(h0, dh);
  }
  if (c0?.requiresGrad) addGrad(c0, dc);
  const rows = steps * batch;
  if (x.requiresGrad) {
    const [size, add] = [x.shape[2]!, hasGrad(x)];
    kernels.gemm(0, 0, rows, size, width, s.dGates, width, at(weightIh), size, gradOf(x), size, add, 0, 0);
  }
  weightGrad(weightIh, s.dGates, at(x), rows);
  weightGrad(weightHh, s.dState, s.hPrev, rows);
  biasGrad(biasIh, s.dGates, rows);
  biasGrad(biasHh, s.dState, rows);
}

function weightGrad(weight: Tensor, dGates: number, from: number, rows: number): void {
  if (!weight.requiresGrad) return;
  const [width, size] = weight.shape as [number, number];
  const add = hasGrad(weight);
  kernels.gemm(1, 0, width, size, rows, dGates, width, from, size, gradOf(weight), size, add, 0, 0);
}

function biasGrad(bias: Tensor | undefined, dGates: number, rows: number): void {
  if (!bias?.requiresGrad) return;
  kernels.colSumAccumulate(dGates, addableGrad(bias), rows, bias.size);
}

const lstmCell: Cell = {
  name: 'lstm',
  gates: 4,
  backward,
  inputs,
  step(s, t) {
    if (t === 0) {
      s.keep('cPrev', s.hidden);
      s.keep('cells', s.hidden);
    }
    s.enter(s.hPrev, t, s.out, s.inputs.h0);
    s.enter(s.cPrev, t, s.cells, s.inputs.c0);
    s.timesWeight(t, s.gates, 1, 0);
    const [gates, cPrev, c] = [s.step(s.gates, t, s.width), s.step(s.cPrev, t), s.step(s.cells, t)];
    kernels.lstmStep(gates, cPrev, c, s.step(s.out, t), s.batch, s.hidden);
  },
  stepGrad(s, t, dh, dc) {
    const [gates, dGates] = [s.step(s.gates, t, s.width), s.step(s.dGates, t, s.width)];
    const [cPrev, c] = [s.step(s.cPrev, t), s.step(s.cells, t)];
    kernels.lstmStepGrad(gates, cPrev, c, dh, dc, dGates, s.batch, s.hidden);
    s.timesWeightGrad(t, s.dGates, dh, 0);
    s.leave(dc, t);
  },
};

const gruCell: Cell = {
  name: 'gru',
  gates: 3,
  backward,
  inputs,
  step(s, t) {
    if (t === 0) s.keep('state', s.width);
    s.enter(s.hPrev, t, s.out, s.inputs.h0);
    s.timesWeight(t, s.state, 0, s.inputs.biasHh === undefined ? 0 : at(s.inputs.biasHh));
    const [gates, state] = [s.step(s.gates, t, s.width), s.step(s.state, t, s.width)];
    kernels.gruStep(gates, state, s.step(s.hPrev, t), s.step(s.out, t), s.batch, s.hidden);
  },
  stepGrad(s, t, dh) {
    if (s.dState === s.dGates) s.dState = s.allocate(s.width);
    const [gates, state] = [s.step(s.gates, t, s.width), s.step(s.state, t, s.width)];
    const [dGates, dState] = [s.step(s.dGates, t, s.width), s.step(s.dState, t, s.width)];
    kernels.gruStepGrad(gates, state, s.step(s.hPrev, t), dh, dGates, dState, s.batch, s.hidden);
    s.timesWeightGrad(t, s.dState, dh, 1);
  },
};

const tanhCell = simpleCell(Unary.tanh, ACTIVATION.tanh);
const reluCell = simpleCell(Unary.relu, ACTIVATION.relu);

function simpleCell(unary: Unary, activation: number): Cell {
  return {
    name: 'rnn',
    gates: 1,
    backward,
    inputs,
    step(s, t) {
      const [gates, n] = [s.step(s.gates, t), s.batch * s.hidden];
      s.enter(s.hPrev, t, s.out, s.inputs.h0);
      s.timesWeight(t, s.gates, 1, 0);
      kernels.unary(unary, gates, s.step(s.out, t), n, 0, 0);
    },
    stepGrad(s, t, dh) {
      const [dGates, n] = [s.step(s.dGates, t), s.batch * s.hidden];
      kernels.copy(dh, dGates, n, 0);
      kernels.activationGradInPlace(activation, s.step(s.out, t), dGates, n);
      s.timesWeightGrad(t, s.dGates, dh, 0);
    },
  };
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
