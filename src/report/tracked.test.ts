// Numbers of infos that a wrapper tracks come into metrics, evaluations and the report.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RecordEpisodeStatistics, SeededEnv } from '../envs/index.js';
import { Discrete } from '../spaces/index.js';
import { trackedMeans, train } from '../train/index.js';
import { writeReport } from './index.js';

/** Its infos tell the steps of the episode times minus one to their power: -1, 2, -3. */
class Swinging extends SeededEnv<number, number> {
  readonly observationSpace = new Discrete(1);
  readonly actionSpace = new Discrete(2);
  private steps = 0;

  protected start() {
    this.steps = 0;
    return { observation: 0, info: {} };
  }

  step() {
    this.steps++;
    const info = { x: this.steps * (-1) ** this.steps, far: this.steps > 2, name: 'x' };
    return { observation: 0, reward: 1, terminated: this.steps === 3, truncated: false, info };
  }

  protected snapshot() {
    return { steps: this.steps };
  }

  protected restore({ steps }: { steps?: unknown }) {
    this.steps = steps as number;
  }
}

const play = (track: string[]) => {
  const env = new RecordEpisodeStatistics(new Swinging(), { track });
  env.reset({ seed: 1 });
  env.step(0);
  const copy = new RecordEpisodeStatistics(new Swinging(), { track });
  copy.loadState!(env.saveState!());
  copy.step(0);
  return copy.step(0).info.episode as unknown as Record<string, number>;
};

it.each([
  ['x:max', 2],
  ['x:min', -3],
  ['x:sum', -2],
  ['x:mean', -2 / 3],
  ['x:last', -3],
  ['x', -3],
])('%s of an episode, also from a saved state', (entry, value) => {
  expect(play([entry]).x).toBeCloseTo(value, 12);
  expect(play([entry, 'far:max']).far).toBe(1);
});

it('begins anew with every episode', () => {
  const env = new RecordEpisodeStatistics(new Swinging(), { track: ['x:sum'] });
  for (const _ of [1, 2]) {
    env.reset();
    env.step(0);
    env.step(0);
    expect(env.step(0).info.episode).toMatchObject({ x: -2 });
  }
});

it('refuses what it cannot track', () => {
  for (const track of [['x:most'], [':max'], ['l:max'], ['x:max:min']])
    expect(() => new RecordEpisodeStatistics(new Swinging(), { track })).toThrow(/track takes name:kind/);
  expect(() => play(['z'])).toThrow(/no step of the episode told a number "z".*holds x, far, name/);
  expect(() => play(['name'])).toThrow(/no step of the episode told a number "name"/);
});

it('stands in metrics of training and of evaluations, in the evaluation at the end and in the report', async () => {
  const out = mkdtempSync(join(tmpdir(), 'tracked-'));
  const { folder, evaluation } = await train({
    ...{ env: 'FrozenLake-v1', algo: 'random', seed: 1, out, totalSteps: 400, finalEpisodes: 5 },
    evaluation: { every: 200, episodes: 3 },
    wrappers: [{ name: 'RecordEpisodeStatistics', options: { track: ['prob:min'] } }],
  });
  const rows = readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.filter((row) => 'episode/prob' in row).length).toBeGreaterThan(10);
  expect(rows.some((row) => 'eval/mean_prob' in row)).toBe(true);
  expect(evaluation!.tracked!.prob).toBeCloseTo(1 / 3, 6);
  expect(trackedMeans(rows).prob).toBeCloseTo(1 / 3, 6);
  const html = readFileSync((await writeReport(folder)).report, 'utf8');
  expect(html).toContain('prob, mean of all episodes of the training');
  expect(html).toMatch(/"title":"prob"/);
});
