// Of real processes that want the same run at the same time, exactly one gets it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trainyard } from './command.js';

const ROUNDS = 20;
let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-contest-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const ask = async (child: ChildProcess, path: string): Promise<string> => {
  const answer = once(child, 'message');
  child.send(path);
  return (await answer)[0];
};

it(`lets exactly one of four processes in, ${ROUNDS} of ${ROUNDS} times, whatever the dead have left`, async () => {
  const children = Array.from({ length: 4 }, () => fork(new URL('contender.mjs', import.meta.url)));
  const path = join(root, 'run.lock');
  const dead = { pid: 2 ** 22 + 1, host: hostname(), started: '', id: 'dead' };
  const left = [undefined, '', JSON.stringify(dead)];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const content = left[round % left.length];
      if (content !== undefined) fs.writeFileSync(path, content);
      const answers = await Promise.all(children.map((child) => ask(child, path)));
      const winners = answers.filter((answer) => answer === 'in');
      expect(winners, `round ${round}: ${answers.join('; ')}`).toHaveLength(1);
      for (const answer of answers) expect(answer).toMatch(/^in$|^Process \d+ is training in this folder/);
      await Promise.all(children.map((child) => ask(child, '')));
      expect(fs.readdirSync(root)).toEqual([]);
    }
  } finally {
    for (const child of children) child.kill();
  }
});

it('lets one of two resumes that start together go on, and the run is the same as ever', async () => {
  const settings = [
    'CartPole-v1',
    '--steps',
    '3000',
    '--no-preset',
    '--quiet',
    '--no-report',
    '--algo',
    'dqn',
    '--set',
    'targetUpdateInterval=500',
  ];
  const out = join(root, 'run');
  const train = trainyard(['train', ...settings, '--out', out], {
    onSpawn: async (child) => {
      while (!fs.existsSync(join(out, 'metrics.jsonl'))) await new Promise((settle) => setTimeout(settle, 5));
      child.kill('SIGKILL');
    },
  });
  expect((await train).code).toBe('SIGKILL');
  const both = await Promise.all([1, 2].map(() => trainyard(['resume', out, '--quiet', '--no-report'])));
  const codes = both.map(({ code }) => code).sort();
  // The later one may come when the other is through, and then finds nothing to do.
  if (codes[1] === 1)
    expect(both.find(({ code }) => code === 1)!.stderr).toMatch(/is training in this folder/);
  else expect(codes).toEqual([0, 0]);
  await trainyard(['train', ...settings, '--out', join(root, 'whole')]);
  const metrics = (run: string) => fs.readFileSync(join(root, run, 'metrics.jsonl'), 'utf8');
  expect(metrics('run')).toBe(metrics('whole'));
});
