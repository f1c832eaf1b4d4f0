import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LabFolder } from './kit/folder.js';
import { syllabus } from './syllabus.js';

const pages = new LabFolder(fileURLToPath(new URL('../../docs/labs', import.meta.url)));

it('has a lab for every experiment of the material, with a check that holds in docs/labs', () => {
  const open = syllabus.filter(({ lab, check }) => {
    const rows = pages.lastResult(lab)?.rows ?? [];
    return !rows.some((row) => row.what === check && row.passed);
  });
  expect(open.map(({ name, lab, check }) => `${name}: ${lab}, ${check}`)).toEqual([]);
});

it('names every experiment once', () => {
  const names = syllabus.map(({ chapter, name }) => `${chapter}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
