// Measures kernel (linear) attention beside softmax attention for sequences of 256 to 8192 positions: one grows with the
// length, the other with its square. Writes a plot.
// Run: npx tsx examples/linear-attention.ts [plot.svg] (after `npm run build`): half a minute
import { writeFileSync } from 'node:fs';
import {
  Generator,
  linearAttention,
  noGrad,
  randn,
  scaledDotProductAttention,
  scope,
  type Tensor,
} from 'trainyard';
import { linePlot } from 'trainyard/report';

const WIDTH = 64;
const lengths = [256, 512, 1024, 2048, 4096, 8192];
const rng = new Generator(1);

/** The least of several rounds, in milliseconds. */
function milliseconds(attend: () => Tensor): number {
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    scope(() => noGrad(() => void attend()));
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

const [softmax, linear]: [number[], number[]] = [[], []];
console.log('length  softmax      linear');
for (const n of lengths) {
  const [q, k, v] = [randn([n, WIDTH], rng), randn([n, WIDTH], rng), randn([n, WIDTH], rng)];
  softmax.push(milliseconds(() => scaledDotProductAttention(q, k, v)));
  linear.push(milliseconds(() => linearAttention(q, k, v)));
  const [a, b] = [softmax.at(-1)!.toFixed(2), linear.at(-1)!.toFixed(2)];
  console.log(`${String(n).padStart(6)}${a.padStart(9)} ms${b.padStart(9)} ms`);
}
const plot = process.argv[2] ?? 'linear-attention.svg';
const series = [
  { label: 'softmax attention', x: lengths, y: softmax },
  { label: 'linear attention', x: lengths, y: linear },
];
writeFileSync(plot, linePlot({ series, xLabel: 'positions', yLabel: 'milliseconds' }));
console.log(`wrote ${plot}`);
