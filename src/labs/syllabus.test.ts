import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { labNames, loadLab, syllabus } from './index.js';
import { LabFolder } from './kit/folder.js';

const pages = new LabFolder(fileURLToPath(new URL('../../docs/labs', import.meta.url)));

it('has a lab for every experiment of the material, with a check that holds in docs/labs', () => {
  const open = syllabus.filter(({ lab, check }) => {
    const rows = pages.lastResult(lab)?.rows ?? [];
    return !rows.some((row) => row.what === check && row.passed);
  });
  expect(open).toEqual([]);
});

it('names every lab, in its chapter', async () => {
  const labs = await Promise.all(labNames.map(loadLab));
  for (const { name, chapter } of labs) {
    const chapters = new Set(syllabus.filter(({ lab }) => lab === name).map((row) => row.chapter));
    expect([name, ...chapters]).toEqual([name, chapter]);
  }
});

it('names every experiment once', () => {
  const names = syllabus.map(({ chapter, name }) => `${chapter}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
