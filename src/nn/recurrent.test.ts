import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, rand, randn, type Tensor, tensor } from '../tensor/index.js';
import { GRU, GRUCell, LSTM, LSTMCell, type Module, RNN, RNNCell } from './index.js';

const [steps, batch, inputs, hidden] = [5, 3, 4, 6];
const rng = new Generator(3);
const x = randn([steps, batch, inputs], rng);
/** Sequence 0 begins an episode at step 2, sequence 1 at steps 0 and 4. */
const episodeStarts = tensor([
  [0, 1, 0],
  [0, 0, 0],
  [1, 0, 0],
  [0, 0, 0],
  [0, 1, 0],
]);

function close(actual: Tensor, expected: Tensor) {
  expect(actual.shape).toEqual(expected.shape);
  const [a, b] = [actual.toArray(), expected.toArray()];
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-5);
}

/** The state of a layer as a list of tensors: h, or h and c. */
const parts = (state: Tensor | readonly Tensor[]) => (Array.isArray(state) ? state : [state]) as Tensor[];
const joined = (tensors: Tensor[]) => (tensors.length === 1 ? tensors[0]! : tensors) as never;

const layers = {
  RNN: (options = {}) => new RNN(inputs, hidden, { rng, ...options }),
  'RNN with relu': (options = {}) => new RNN(inputs, hidden, { rng, nonlinearity: 'relu', ...options }),
  GRU: (options = {}) => new GRU(inputs, hidden, { rng, ...options }),
  LSTM: (options = {}) => new LSTM(inputs, hidden, { rng, ...options }),
};
const stateCount = (layer: Module) => (layer instanceof LSTM ? 2 : 1);

describe.each(Object.entries(layers))('%s', (_, build) => {
  it('has the gradients of its differences, through two layers, initial states and episode starts', () => {
    const layer = build({ numLayers: 2 });
    const leaf = (shape: number[]) => rand(shape, rng, { requiresGrad: true });
    const states = Array.from({ length: stateCount(layer) }, () => leaf([2, batch, hidden]));
    const input = leaf([steps, batch, inputs]);
    const parameters = Object.fromEntries(layer.namedParameters());
    expectGradients(
      () => {
        const [output, state] = layer.forward(input, joined(states), { episodeStarts });
        return parts(state).reduce((sum, s, i) => sum.add(s.sum().mul(0.3 + i)), output);
      },
      { input, ...Object.fromEntries(states.map((s, i) => [`state ${i}`, s])), ...parameters },
    );
  });

  it('goes on from a carried state', () => {
    const layer = build({ numLayers: 2 });
    noGrad(() => {
      const [whole, end] = layer.forward(x);
      const [first, middle] = layer.forward(x.slice(0, 0, 2));
      const [second, last] = layer.forward(x.slice(0, 2), middle as never);
      close(first, whole.slice(0, 0, 2));
      close(second, whole.slice(0, 2));
      parts(last).forEach((s, i) => void close(s, parts(end)[i]!));
    });
  });

  it('forgets at episode starts, and only there', () => {
    const layer = build({ numLayers: 2 });
    noGrad(() => {
      const carried = Array.from({ length: stateCount(layer) }, () => randn([2, batch, hidden], rng));
      const [output] = layer.forward(x, joined(carried), { episodeStarts });
      const sequence = (from: number, to: number, column: number) =>
        x.slice(0, from, to).slice(1, column, column + 1);
      const state = (column: number) => joined(carried.map((s) => s.slice(1, column, column + 1)));
      close(output.slice(1, 0, 1).slice(0, 0, 2), layer.forward(sequence(0, 2, 0), state(0))[0]);
      close(output.slice(1, 0, 1).slice(0, 2), layer.forward(sequence(2, 5, 0))[0]);
      close(output.slice(1, 1, 2).slice(0, 0, 4), layer.forward(sequence(0, 4, 1))[0]);
      close(output.slice(1, 1, 2).slice(0, 4), layer.forward(sequence(4, 5, 1))[0]);
      close(output.slice(1, 2, 3), layer.forward(sequence(0, 5, 2), state(2))[0]);
    });
  });

  it('takes batch-first sequences', () => {
    const layer = build();
    const turned = build({ batchFirst: true });
    turned.loadStateDict(layer.stateDict());
    noGrad(() => {
      const [output, state] = layer.forward(x, undefined, { episodeStarts });
      const options = { episodeStarts: episodeStarts.transpose(0, 1) };
      const [other, otherState] = turned.forward(x.transpose(0, 1), undefined, options);
      close(other.transpose(0, 1), output);
      parts(otherState).forEach((s, i) => void close(s, parts(state)[i]!));
    });
  });

  it('explains wrong shapes', () => {
    const layer = build();
    expect(() => layer.forward(x.slice(2, 0, 2))).toThrow(
      /expected an input of shape \[steps, batch, 4\], got \[5, 3, 2\]/,
    );
    const state = joined(Array.from({ length: stateCount(layer) }, () => randn([batch, hidden], rng)));
    expect(() => layer.forward(x, state)).toThrow(/expected a state of shape \[1, batch, 6\].*got \[3, 6\]/s);
    expect(() => layer.forward(x, undefined, { episodeStarts: episodeStarts.transpose(0, 1) })).toThrow(
      /episodeStarts has shape \[3, 5\], expected \[5, 3\]/,
    );
  });
});

describe('recurrent cells', () => {
  const cells = [
    ['RNN', new RNN(inputs, hidden, { rng }), new RNNCell(inputs, hidden)],
    ['GRU', new GRU(inputs, hidden, { rng }), new GRUCell(inputs, hidden)],
    ['LSTM', new LSTM(inputs, hidden, { rng }), new LSTMCell(inputs, hidden)],
  ] as const;
  it.each(cells)('step like %s', (_, layer, cell) => {
    const weights = Object.entries(layer.stateDict());
    cell.loadStateDict(
      Object.fromEntries(weights.map(([name, values]) => [name.replace('_l0', ''), values])),
    );
    noGrad(() => {
      const [output] = layer.forward(x, undefined, { episodeStarts });
      let state: Tensor[] | undefined;
      for (let t = 0; t < steps; t++) {
        const options = { episodeStarts: episodeStarts.select(0, t) };
        state = parts(cell.forward(x.select(0, t), state && joined(state), options));
        close(state[0]!, output.select(0, t));
      }
    });
  });

  it('explain wrong shapes', () => {
    expect(() => new LSTMCell(inputs, hidden).forward(x)).toThrow(
      /LSTMCell: expected an input of shape \[batch, 4\]/,
    );
  });
});

it('names weights as PyTorch does', () => {
  expect(Object.keys(new LSTM(2, 3, { numLayers: 2 }).stateDict())).toEqual([
    ...['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'],
    ...['weight_ih_l1', 'weight_hh_l1', 'bias_ih_l1', 'bias_hh_l1'],
  ]);
  expect(Object.keys(new GRUCell(2, 3, { bias: false }).stateDict())).toEqual(['weight_ih', 'weight_hh']);
});

it('drops between layers while training only', () => {
  const layer = new LSTM(inputs, hidden, { numLayers: 2, dropout: 0.5, rng });
  const run = () => noGrad(() => layer.forward(x)[0].toArray());
  expect(run()).not.toEqual(run());
  layer.eval();
  expect(run()).toEqual(run());
});
