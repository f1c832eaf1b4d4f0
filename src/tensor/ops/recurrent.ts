// Recurrent layers over whole sequences, each one operation: one matrix product for the inputs of all time steps,
// then per step the product with the state and a fused gate kernel. Time comes first, gates in PyTorch's order.
import { addGrad, gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { Unary } from '../kernels/assembly/codes.js';
import { ACTIVATION } from '../kernels/kernels.js';
import { at, output, type Tensor } from '../tensor.js';
import { addableGrad } from './common.js';
import { type RecurrentInputs, Sequence } from './recurrent-sequence.js';

export type { RecurrentInputs } from './recurrent-sequence.js';

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
