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

it('names the command of each kind of evaluation, and sets the parts of Rainbow apart', () => {
  const fewer = { ...cell('dqn', [500]), episodes: 100 };
  const many = { ...cell('dqn', [490, 480]), env: 'Acrobot-v1', episodes: 300 };
  const part = (variant: string, mean: number) => ({
    ...cell('rainbow', [mean, mean]),
    episodes: 300,
    variant,
  });
  const { page, plots } = resultsDocument([
    fewer,
    many,
    part('Rainbow', 500),
    part('without noisy networks', 400),
    { ...cell('td3', [1]), backend: 'native' },
  ]);
  expect(page).toContain('--envs CartPole-v1 --first-seed 100 --seeds 1 --episodes 100\n');
  expect(page).toContain('--envs Acrobot-v1 --first-seed 100 --seeds 2\n');
  expect(page).toContain('trainyard bench rainbow-parts --envs CartPole-v1 --first-seed 100 --seeds 2\n');
  expect(page).toContain('--envs CartPole-v1 --first-seed 100 --seeds 1 --episodes 100 --backend native\n');
  expect(page).toContain('| without noisy networks | 210.0 [210.0, 210.0] | 400.0 [400.0, 400.0] | 399.0 [');
  expect(page).not.toContain('## rainbow');
  expect(Object.keys(plots)).toContain('CartPole-v1-rainbow-parts.svg');
});
