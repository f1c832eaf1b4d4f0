import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../io/safetensors.js';
import { noGrad, type Tensor, tensor } from '../tensor/index.js';
import {
  BatchNorm2d,
  Conv2d,
  LayerNorm,
  Linear,
  LSTM,
  loadSafetensors,
  Module,
  ReLU,
  Sequential,
  saveSafetensors,
  Tanh,
  TransformerEncoder,
  TransformerEncoderLayer,
} from './index.js';

/** The network whose weights and outputs PyTorch wrote into test/golden/pytorch-network. */
class Network extends Module {
  readonly stem = new Sequential(
    new Conv2d(1, 4, 3, { stride: 2, padding: 1 }),
    new BatchNorm2d(4),
    new ReLU(),
  );
  readonly memory = new LSTM(16, 8, { numLayers: 2, batchFirst: true });
  readonly encoder = new TransformerEncoder([this.layer(), this.layer()], new LayerNorm(8));
  readonly head = new Sequential(new Linear(8, 8), new Tanh(), new Linear(8, 3));

  private layer() {
    return new TransformerEncoderLayer(8, 2, {
      dimFeedforward: 16,
      dropout: 0,
      batchFirst: true,
      normFirst: true,
    });
  }

  override forward(x: Tensor): Tensor {
    const [rows] = this.memory.forward(this.stem.forward(x).reshape([-1, 4, 16]));
    return this.head.forward(this.encoder.forward(rows).mean(1));
  }
}

const file = gunzipSync(
  readFileSync(new URL('../../test/golden/pytorch-network.safetensors.gz', import.meta.url)),
);
const { input, output } = readSafetensors(file).metadata as { input: string; output: string };
const x = tensor(JSON.parse(input), { shape: [2, 1, 8, 8] });

describe('a network saved by PyTorch', () => {
  it('computes the same after loading', () => {
    const network = new Network().eval();
    expect(loadSafetensors(network, file).made_by).toMatch(/PyTorch/);
    const y = noGrad(() => network.forward(x));
    (JSON.parse(output) as number[]).forEach((value, i) => void expect(y.toArray()[i]).toBeCloseTo(value, 5));
    expect(network.stateDict()['stem.1.num_batches_tracked']!.data[0]).toBe(5);
  });

  it('survives being saved here', () => {
    const [first, second] = [new Network().eval(), new Network().eval()];
    loadSafetensors(first, file);
    const metadata = loadSafetensors(second, saveSafetensors(first, { step: '7' }));
    expect(metadata).toEqual({ step: '7' });
    noGrad(() => expect(second.forward(x).toArray()).toEqual(first.forward(x).toArray()));
  });
});

describe('loadSafetensors', () => {
  const state = () => new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1)).stateDict();
  const target = () => new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));

  it('names all that is missing, unexpected and mis-shaped, and changes nothing', () => {
    const { '0.weight': renamed, '0.bias': _, ...rest } = state();
    const bytes = writeSafetensors({ ...rest, '0.weights': renamed!, '2.weight': renamed!, extra: renamed! });
    const module = target();
    const before = module.stateDict();
    const load = () => loadSafetensors(module, bytes, { source: 'net.safetensors' });
    expect(load).toThrow(/net.safetensors does not hold the weights of this Sequential/);
    expect(load).toThrow(/0.weight \[3, 2\] is missing; is it '0.weights' there\?/);
    expect(load).toThrow(/0.bias \[3\] is missing/);
    expect(load).toThrow(/2.weight has shape \[3, 2\], expected \[1, 3\]/);
    expect(load).toThrow(/extra \[3, 2\] has no place in the module/);
    expect(module.stateDict()).toEqual(before);
  });

  it('loads what is on both sides when not strict, but not nothing', () => {
    const { '0.weight': weight } = state();
    const module = target();
    loadSafetensors(module, writeSafetensors({ '0.weight': weight!, other: weight! }), { strict: false });
    expect(module.stateDict()['0.weight']).toEqual(weight);
    const foreign = writeSafetensors({ 'net.0.weight': weight! });
    expect(() => loadSafetensors(module, foreign, { strict: false })).toThrow(
      /none of its 1 names is known: net.0.weight/,
    );
  });

  it('takes the entries behind a prefix, and widens other number types', () => {
    const entries = Object.entries(state());
    const doubles = entries.map(([name, { shape, data }]) => [
      `policy.${name}`,
      { shape, data: Float64Array.from(data) },
    ]);
    const bytes = writeSafetensors({
      ...Object.fromEntries(doubles),
      'value.weight': { shape: [1], data: new Float32Array(1) },
    });
    const module = target();
    loadSafetensors(module, bytes, { prefix: 'policy.' });
    expect(module.stateDict()).toEqual(Object.fromEntries(entries));
  });

  it('refuses what is no safetensors file', () => {
    expect(() => loadSafetensors(target(), new Uint8Array(4))).toThrow(/not a valid safetensors file/);
  });
});
