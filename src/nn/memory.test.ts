// What layers of graphs and of long sequences need in memory, in a process of their own: the arena never shrinks.
import { expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { CsrMatrix, memoryUsage, noGrad, randn, scope } from '../tensor/index.js';
import { GATConv, linearAttention } from './index.js';

const rng = new Generator(1);

it('GATConv needs memory for edges and heads, not for pairs of nodes', () => {
  const [nodes, heads] = [4000, 8];
  const ring = CsrMatrix.fromEdges(
    [nodes, nodes],
    Array.from({ length: nodes }, (_, i) => [i, (i + 1) % nodes] as const),
  );
  const layer = new GATConv(4, 2, { heads, rng });
  const x = randn([nodes, 4], rng);
  scope(() => {
    layer.forward(x, ring).sum().backward();
    // A tensor of nodes x nodes alone has 64 MB; one of edges x heads 0.25 MB.
    expect(memoryUsage().arena).toBeLessThan(32e6);
  });
});

it('linear attention needs no memory for pairs of positions', () => {
  const long = randn([1, 8192, 8], rng);
  scope(() => noGrad(() => linearAttention(long, long, long)));
  // The pairs alone would be 268 MB.
  expect(memoryUsage().arena).toBeLessThan(64e6);
});
