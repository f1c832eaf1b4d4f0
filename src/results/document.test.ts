import { expect, it } from 'vitest';
import { type Cell, resultsDocument } from './document.js';

const cell = (algo: string, means: number[]): Cell => ({
  algo,
  env: 'CartPole-v1',
  episodes: 100,
  seeds: means.map((mean, i) => ({
    seed: 100 + i,
    steps: 50_000,
    seconds: 10 + i,
    best: { mean, std: 1, step: 40_000 },
    last: { mean: mean - 1, std: 1 },
    curve: { x: [1000, 50_000], y: [20, mean] },
  })),
});

it('shows mean, interval and interquartile mean, the seeds it used, and the baseline', () => {
  const { page, plots } = resultsDocument([cell('dqn', [500, 500, 500, 490, 300]), cell('random', [22])]);
  expect(page).toContain('presets were tuned on\nothers');
  expect(page).toContain('--algos dqn --envs CartPole-v1 --first-seed 100 --seeds 5');
  expect(page).toMatch(
    /\| CartPole-v1 \| 50,000 \| 5 \| 458\.0 \[[\d.]+, 500\.0\] \| 496\.7 \| 457\.0 \[.*\] \| 495\.7 \| 4\/5 \(≥ 475\) \|/,
  );
  expect(page).toMatch(/## random\n[\s\S]*\| CartPole-v1 \| 50,000 \| 1 \| 22\.0/);
  expect(Object.keys(plots)).toEqual(['CartPole-v1.svg']);
  expect(plots['CartPole-v1.svg']).toMatch(/random/);
  expect(resultsDocument([cell('random', [22])]).plots['CartPole-v1.svg']).toContain('<svg');
});
