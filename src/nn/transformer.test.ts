import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, randn, zeros } from '../tensor/index.js';
import {
  LayerNorm,
  LearntEncoding,
  SinusoidalEncoding,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from './index.js';

const rng = new Generator(9);
const src = randn([2, 4, 6], rng, { requiresGrad: true });
const tgt = randn([2, 3, 6], rng, { requiresGrad: true });
const options = { dimFeedforward: 8, dropout: 0, batchFirst: true, rng } as const;

describe('transformer layers', () => {
  const variants = [{}, { normFirst: true }, { activation: 'gelu' }] as const;
  it.each(variants)('have the gradients of their differences %o', (variant) => {
    const encoder = new TransformerEncoderLayer(6, 2, { ...options, ...variant });
    const decoder = new TransformerDecoderLayer(6, 2, { ...options, ...variant });
    const parameters = Object.fromEntries([
      ...encoder.namedParameters('e.'),
      ...decoder.namedParameters('d.'),
    ]);
    const run = () => decoder.forward(tgt, encoder.forward(src), { isCausal: true });
    expectGradients(run, { src, tgt, ...parameters }, { tolerance: 3e-2 });
  });

  it('see no future when causal', () => {
    const decoder = new TransformerDecoder(
      [new TransformerDecoderLayer(6, 2, { ...options, normFirst: true })],
      new LayerNorm(6),
    );
    const first = noGrad(() => decoder.forward(tgt.slice(1, 0, 2), src, { isCausal: true }).toArray());
    const all = noGrad(() => decoder.forward(tgt, src, { isCausal: true }).slice(1, 0, 2).toArray());
    first.forEach((value, i) => void expect(value).toBeCloseTo(all[i]!, 5));
  });

  it('name their weights as PyTorch does', () => {
    const layer = () => new TransformerEncoderLayer(6, 2, options);
    const stack = new TransformerEncoder([layer(), layer()], new LayerNorm(6));
    expect(Object.keys(stack.stateDict())).toContain('layers.1.self_attn.in_proj_weight');
    expect(Object.keys(stack.stateDict())).toContain('norm.weight');
    const decoder = Object.keys(new TransformerDecoderLayer(6, 2, options).stateDict());
    expect(decoder).toContain('multihead_attn.out_proj.bias');
    expect(decoder).toContain('norm3.bias');
    expect(noGrad(() => stack.forward(src)).shape).toEqual([2, 4, 6]);
  });

  it('drop while training only', () => {
    const layer = new TransformerEncoderLayer(6, 2, { ...options, dropout: 0.5 });
    const run = () => noGrad(() => layer.forward(src).toArray());
    expect(run()).not.toEqual(run());
    layer.eval();
    expect(run()).toEqual(run());
  });
});

describe('positional encodings', () => {
  it('are sines and cosines of falling frequency', () => {
    const encoding = new SinusoidalEncoding(4, { batchFirst: true });
    const rows = noGrad(() => encoding.forward(zeros([1, 3, 4])).toArray());
    const expected = [0, 1, 2].flatMap((t) => [
      Math.sin(t),
      Math.cos(t),
      Math.sin(t / 100),
      Math.cos(t / 100),
    ]);
    expected.forEach((value, i) => void expect(rows[i]).toBeCloseTo(value, 6));
    expect(Object.keys(encoding.stateDict())).toEqual([]);
  });

  it('continue a sequence fed piece by piece, in both layouts', () => {
    const encoding = new LearntEncoding(6, { maxLength: 4, rng });
    noGrad(() => {
      const whole = encoding.forward(src.transpose(0, 1));
      const rest = encoding.forward(src.transpose(0, 1).slice(0, 2), 2);
      expect(rest.toArray()).toEqual(whole.slice(0, 2).toArray());
    });
    expect(() => encoding.forward(src.transpose(0, 1), 1)).toThrow(/positions below maxLength 4/);
  });

  it('learn', () => {
    const encoding = new LearntEncoding(6, { maxLength: 5, batchFirst: true, rng });
    expectGradients(() => encoding.forward(src), { src, weight: encoding.weight });
  });
});
