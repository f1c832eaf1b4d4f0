// Layers of a transformer beside the formulas of Vaswani et al. (2017), and what their masks hide.
import { init, TransformerDecoderLayer, TransformerEncoderLayer } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { cat, randn, type Tensor, tensor } from '../../tensor/index.js';
import { atMost, defineLab, exactly } from '../index.js';
import { attention, differs, feedForward, normalised, type Sees } from './formulas.js';

const earlier: Sees = (query, key) => key <= query;
const all: Sees = () => true;

export const lab = defineLab({
  name: 'transformer-layers',
  chapter: 'course',
  title: 'Encoder, decoder, and their masks',
  asks: 'Do the layers of encoder and decoder compute their formulas, and does a mask hide what it should, and no more?',
  settings: { source: 7, target: 5, width: 8, heads: 2, isCausal: true },
  flaw: { what: 'the decoder sees what is still to be written', settings: { isCausal: false } },
  program({ source, target, width, heads, isCausal }, lab) {
    const rng = new Generator(3);
    const options = { dimFeedforward: 16, dropout: 0, batchFirst: true, rng };
    const encoder = new TransformerEncoderLayer(width, heads, options);
    const decoder = new TransformerDecoderLayer(width, heads, options);
    // Norms begin with weights of 1 and biases of 0, which would hide whether they are used.
    for (const each of [...encoder.parameters(), ...decoder.parameters()])
      init.normal(each, { std: 0.5, rng });
    const [x, y] = [randn([source, width], rng), randn([target, width], rng)];
    const encode = (x: Tensor) => encoder.forward(x.unsqueeze(0)).squeeze(0);
    const decode = (y: Tensor, memory: Tensor, padding?: Tensor) =>
      decoder
        .forward(y.unsqueeze(0), memory.unsqueeze(0), { isCausal }, { keyPaddingMask: padding })
        .squeeze(0);

    const memory = encode(x);
    const heard = normalised(encoder.norm1, x.add(attention(encoder.selfAttn, x, x, all)));
    lab.check(
      'encoder: y = norm(x + self(x)), norm(y + W₂ relu(W₁ y))',
      differs(memory, normalised(encoder.norm2, heard.add(feedForward(encoder, heard)))),
      atMost(1e-5),
    );
    const own = normalised(decoder.norm1, y.add(attention(decoder.selfAttn, y, y, earlier)));
    const told = normalised(decoder.norm2, own.add(attention(decoder.multiheadAttn, own, memory, all)));
    lab.check(
      'decoder: causal self-attention, attention to the encoder, W₂ relu(W₁ y)',
      differs(decode(y, memory), normalised(decoder.norm3, told.add(feedForward(decoder, told)))),
      atMost(1e-5),
    );

    /** How many rows differ. */
    const changed = (a: Tensor, b: Tensor) =>
      Array.from({ length: a.shape[0]! }, (_, row) => differs(a.select(0, row), b.select(0, row))).filter(
        (difference) => difference > 1e-6,
      ).length;
    /** Another value at one place. */
    const otherAt = (of: Tensor, place: number) =>
      cat([of.slice(0, 0, place), randn([1, width], rng), of.slice(0, place + 1, of.shape[0]!)], 0);
    const before = decode(y, memory);
    for (const place of [0, 2, target - 1]) {
      const reached = changed(before, decode(otherAt(y, place), memory));
      lab.check(
        `written ${place} otherwise: places that tell`,
        reached,
        exactly(target - place),
        target - place,
      );
    }
    lab.check(
      'source 1 otherwise: encoded places that tell',
      changed(memory, encode(otherAt(x, 1))),
      exactly(source),
    );
    const other = otherAt(memory, source - 1);
    lab.check(
      'encoded otherwise: written places that tell',
      changed(before, decode(y, other)),
      exactly(target),
    );
    const padding = tensor([Array.from({ length: source }, (_, i) => Number(i === source - 1))], {
      dtype: 'int32',
    });
    const masked = changed(decode(y, memory, padding), decode(y, other, padding));
    lab.check('the same as padding: written places that tell', masked, exactly(0), 0);
  },
});
