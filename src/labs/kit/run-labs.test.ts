import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useBackend } from '../../tensor/index.js';
import { atLeast, atMost, exactly, near } from './expectation.js';
import { LabFolder } from './folder.js';
import { indexPage } from './index-page.js';
import { defineLab, type Lab, type LabBook, settingsOf } from './lab.js';
import { passed, runLab } from './run-lab.js';
import { commandOf, runLabIn } from './run-labs.js';

const lab = (
  program: (settings: { seedList: readonly number[] }, lab: LabBook) => void | Promise<void>,
): Lab =>
  defineLab({
    ...{ name: 'a-lab', chapter: '2', title: 'A lab', asks: 'Does it hold?' },
    ...{
      settings: { seeds: 3, on: true },
      quick: { seeds: 2 },
      flaw: { what: 'off', settings: { on: false } },
    },
    program,
  });
const withKernels = (name: 'reference', work: () => void) => {
  useBackend({ backend: name });
  try {
    work();
  } finally {
    useBackend({});
  }
};
const folder = () => mkdtempSync(join(tmpdir(), 'trainyard-labs-'));

it('gives a program a folder, which is gone when the lab ends, also by an error', async () => {
  const paths: string[] = [];
  const write = async (book: LabBook) => {
    paths.push(await book.folder());
    writeFileSync(join(paths.at(-1)!, 'a-file'), '');
  };
  await runLab(
    lab(async (_, book) => {
      await write(book);
      book.check('is there', existsSync(join(paths[0]!, 'a-file')), exactly(1));
    }),
  ).then((result) => expect(passed(result)).toBe(true));
  const broken = lab(async (_, book) => {
    await write(book);
    throw new Error('broken');
  });
  await expect(runLab(broken)).rejects.toThrow('broken');
  expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
});

describe('expectations', () => {
  it.each([
    [atLeast(0.9), '≥ 0.9', 0.9, 0.89],
    [atMost(1e-5), '≤ 1.0e-5', 0, 2e-5],
    [near(7, 0.5), '7 ± 0.5', 7.5, 7.6],
    [exactly(5478), '5,478', 5478, 5477],
  ])('%#: %j', (expected, text, good, bad) => {
    expect(expected.text).toBe(text);
    expect([good, bad, Number.NaN].map((value) => expected.holds(value, false))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('expect less of a quick run, and say so', async () => {
    const expected = atLeast(0.9, { quick: 0.7 });
    expect([expected.holds(0.8, false), expected.holds(0.8, true)]).toEqual([false, true]);
    const { rows } = await runLab(
      lab((_, book) => book.check('share', 0.8, expected)),
      { quick: true },
    );
    expect(rows).toEqual([
      {
        what: 'share',
        reported: '',
        expected: '≥ 0.7',
        here: '0.8',
        value: 0.8,
        passed: true,
        loosened: true,
      },
    ]);
  });
});

describe('a lab', () => {
  it('has the seeds that it is told, from 100 on', async () => {
    const seen: number[][] = [];
    const each = lab(({ seedList }, book) => {
      seen.push([...seedList]);
      book.check('seeds', seedList.length, atLeast(1));
    });
    for (const options of [{}, { quick: true }, { seeds: 1 }]) await runLab(each, options);
    expect(seen).toEqual([[100, 101, 102], [100, 101], [100]]);
    expect(settingsOf(each, { flawed: true })).toEqual({ seeds: 3, on: false });
  });

  it('fails where a check does not hold, also for what is no number', async () => {
    const result = await runLab(lab((_, book) => book.check('x', Number.NaN, atMost(1))));
    expect([passed(result), result.rows[0]!.here]).toEqual([false, 'NaN']);
  });

  it('must check something, and nothing twice', async () => {
    await expect(runLab(lab((_, book) => book.tell('x', 1)))).rejects.toThrow(
      'The lab a-lab checks nothing.',
    );
    const twice = lab((_, book) => {
      for (const what of ['x', 'x']) book.check(what, 1, exactly(1));
    });
    await expect(runLab(twice)).rejects.toThrow("The lab a-lab tells 'x' twice");
  });

  it('that was stopped goes on behind its last finished seed, if its settings are the same', async () => {
    const kept = new LabFolder(folder());
    const worked: number[] = [];
    let stopsAt = 101;
    const long = lab(async ({ seedList }, book) => {
      const results = await book.each('seed', seedList, (seed) => {
        if (seed === stopsAt) throw new Error('stopped');
        worked.push(seed);
        return { seed };
      });
      book.check(
        'seeds',
        results.reduce((sum, { seed }) => sum + seed, 0),
        exactly(303),
      );
    });
    const progress = (settings = settingsOf(long, {})) => kept.progress('a-lab', settings);
    await expect(runLab(long, {}, progress())).rejects.toThrow('stopped');
    stopsAt = -1;
    const result = await runLab(long, {}, progress());
    expect([passed(result), worked]).toEqual([true, [100, 101, 102]]);
    kept.write(result, '<html>');
    expect(existsSync(kept.file('a-lab', 'begun.json'))).toBe(false);
    expect(kept.result('a-lab', settingsOf(long, {}))).toMatchObject({ name: 'a-lab', rows: result.rows });
    expect(kept.result('a-lab', settingsOf(long, { quick: true }))).toBeUndefined();
    withKernels('reference', () => expect(kept.result('a-lab', settingsOf(long, {}))).toBeUndefined());
  });
});

it('is told by its page: table, pictures, program and command, in one file', async () => {
  const out = folder();
  const result = await runLabIn({ name: 'baby-mdp', out, quick: true });
  const page = readFileSync(join(out, 'baby-mdp.html'), 'utf8');
  for (const text of [
    'PASS',
    'trainyard/envs/mdp&#39;',
    `trainyard lab baby-mdp --quick --out ${out}`,
    'sleeping: fed',
  ])
    expect(page).toContain(text);
  expect(page).not.toMatch(/src="(?!data:)/);
  const index = await indexPage(
    [{ result }, { name: 'fibonacci', error: 'out of luck' }],
    new LabFolder(out),
    'trainyard lab all',
  );
  expect(index).toContain(
    '| 2 | Baby MDP | [baby-mdp](baby-mdp.html) | largest error of the Bellman equation |',
  );
  expect(index).toContain('| not run |');
  expect(index).toContain('| crying: fed |  | 1 | 1 | PASS |');
  expect(index).toContain('It failed: out of luck');
  expect(index.indexOf('## Chapter 1')).toBeLessThan(index.indexOf('## Chapter 2'));
});

it('is run again by the command on its page', () => {
  expect(commandOf({ name: 'x', out: 'runs/labs' })).toBe('trainyard lab x');
  expect(commandOf({ name: 'x', out: 'o', seeds: 2, quick: true })).toBe(
    'trainyard lab x --seeds 2 --quick --out o',
  );
  expect(commandOf({ name: 'x', out: 'runs/labs', backend: 'native' })).toBe(
    'trainyard lab x --backend native',
  );
});

it('tells of a damaged file which one it is', async () => {
  const out = folder();
  writeFileSync(join(out, 'baby-mdp.begun.json'), '{"how": ');
  await expect(runLabIn({ name: 'baby-mdp', out, quick: true })).rejects.toThrow(/baby-mdp\.begun\.json/);
});
