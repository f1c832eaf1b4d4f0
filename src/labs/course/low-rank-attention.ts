// Attention of low rank: how much is lost when small singular values are left out.
import { svd } from '../../linalg/index.js';
import { LowRankAttention } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { eye, randn, type Tensor } from '../../tensor/index.js';
import { atMost, defineLab, exactly } from '../index.js';
import { fastest, growth } from './fastest.js';

export const lab = defineLab({
  name: 'low-rank-attention',
  chapter: 'course',
  title: 'Attention of low rank',
  asks: 'What error has attention whose matrix keeps only its k largest singular values, and what does it cost?',
  settings: { positions: 48, width: 16, longest: 4096, mixes: false },
  quick: { longest: 1024 },
  flaw: { what: 'right vectors of another matrix', settings: { mixes: true } },
  program({ positions, width, longest, mixes }, lab) {
    const rng = new Generator(2);
    const weightsOf = () => {
      const [q, k] = [randn([positions, width], rng), randn([positions, width], rng)];
      return q.matmul(k, { transposeB: true }).div(Math.sqrt(width)).softmax(-1);
    };
    const [weights, other] = [weightsOf(), weightsOf()];
    const identity = eye(positions);
    const factors = { ...svd(weights), ...(mixes && { v: svd(other).v }) };
    const values = [...factors.s.data];
    const norm = (x: Tensor) => Math.sqrt([...x.data].reduce((sum, each) => sum + each * each, 0));
    const ranks = values.map((_, i) => i + 1);
    const errors = ranks.map((rank) =>
      norm(new LowRankAttention(factors, rank).forward(identity).sub(weights)),
    );
    const left = ranks.map((rank) =>
      Math.sqrt(values.slice(rank).reduce((sum, each) => sum + each * each, 0)),
    );
    const gap = Math.max(...errors.map((error, i) => Math.abs(error - left[i]!)));
    lab.check('error at full rank', errors.at(-1)!, atMost(1e-4), 0);
    lab.check('error - root of the squares left out, at most', gap, atMost(1e-4), 0);
    lab.check(
      'ranks at which the error rises',
      errors.filter((error, i) => i > 0 && error > errors[i - 1]! + 1e-5).length,
      exactly(0),
    );
    lab.plot({
      title: 'Error (Frobenius norm)',
      xLabel: 'rank',
      series: [
        { label: 'measured', x: ranks, y: errors },
        { label: 'of the values left out', x: ranks, y: left },
      ],
    });

    // U (Σ (Vᵀ X)) takes 2nkd multiplications where P X takes n²d: time by n and by k, given factors. (The SVD takes n³.)
    const doublings = (from: number, to: number) =>
      Array.from({ length: Math.round(Math.log2(to / from)) + 1 }, (_, i) => from * 2 ** i);
    const thin = (n: number, rank: number) => {
      const factors = { u: randn([n, rank], rng), s: randn([rank], rng), v: randn([n, rank], rng) };
      const [layer, x] = [new LowRankAttention(factors, rank), randn([n, 64], rng)];
      return fastest(() => layer.forward(x));
    };
    const lengths = doublings(256, longest);
    const full = lengths.map((n) => {
      const [p, x] = [randn([n, n], rng), randn([n, 64], rng)];
      return fastest(() => p.matmul(x));
    });
    const byLength = lengths.map((n) => thin(n, 16));
    const sizes = doublings(16, 256);
    const byRank = sizes.map((rank) => thin(longest, rank));
    lab.tell('time per doubling of n, full', growth(full), 4);
    lab.tell('time per doubling of n, rank 16', growth(byLength), 2);
    lab.tell(`time per doubling of k, ${longest} positions`, growth(byRank), 2);
    lab.plot({
      ...{ title: 'Milliseconds by n', xLabel: 'positions' },
      series: [
        { label: 'full', x: lengths, y: full },
        { label: 'rank 16', x: lengths, y: byLength },
      ],
    });
    lab.plot({
      ...{ title: `Milliseconds by k, ${longest} positions`, xLabel: 'rank' },
      series: [{ label: 'low rank', x: sizes, y: byRank }],
    });
  },
});
