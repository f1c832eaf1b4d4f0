// What attention and convolutions do not care about.
import { Conv2d, MultiheadAttention } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { randn, stack, type Tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab } from '../index.js';

export const lab = defineLab({
  name: 'invariance',
  chapter: '10',
  title: 'Equivariance and invariance',
  asks: 'Does a convolution move with its image, does attention reorder with its nodes, and what does a maximum forget?',
  settings: { nodes: 9, width: 8, addsPlaces: false },
  flaw: { what: 'nodes know where they stand', settings: { addsPlaces: true } },
  program({ nodes, width, addsPlaces }, lab) {
    const rng = new Generator(6);
    const difference = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item();
    const attention = new MultiheadAttention(width, 2, { rng });
    const places = randn([1, nodes, width], rng);
    const attend = (x: Tensor) => {
      const at = addsPlaces ? x.add(places) : x;
      return attention.forward(at, at, at);
    };
    const order = Int32Array.from([3, 0, 8, 1, 7, 5, 2, 6, 4]);
    const reorder = (x: Tensor) =>
      stack(
        [...order].map((i) => x.select(1, i)),
        1,
      );
    const x = randn([1, nodes, width], rng);
    lab.check(
      'attention: reordered before - after',
      difference(attend(reorder(x)), reorder(attend(x))),
      atMost(1e-4),
      0,
    );
    const pooled = (x: Tensor) => attend(x).max(1).values;
    lab.check(
      'maximum over nodes: reordered - not',
      difference(pooled(reorder(x)), pooled(x)),
      atMost(1e-4),
      0,
    );
    lab.check('attention itself: reordered - not', difference(attend(reorder(x)), attend(x)), atLeast(0.01));

    const convolution = new Conv2d(1, 3, 3, { rng });
    const image = randn([1, 1, 12, 12], rng);
    // What a move by two cells leaves in view of both.
    const moved = convolution.forward(image.slice(2, 2).slice(3, 2));
    const after = convolution.forward(image).slice(2, 2).slice(3, 2);
    lab.check('convolution: moved before - after', difference(moved, after), atMost(1e-4), 0);
  },
});
