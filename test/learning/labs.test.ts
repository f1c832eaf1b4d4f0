// Checks of labs can fail: with the flaw that each lab names, one of them does. (That they hold: trainyard lab all --quick.)
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labFile, labNames, loadLab, passed, runLab, syllabus } from '../../src/labs/index.js';
import { chapters } from '../../src/labs/kit/chapters.js';
import { sourceOf } from '../../src/labs/kit/source.js';

describe.each(labNames)('%s', (name) => {
  it('fails with its flaw', async () => {
    const lab = await loadLab(name);
    const flawed = await runLab(lab, { quick: true, flawed: true });
    expect(passed(flawed), lab.flaw.what).toBe(false);
  });

  it('is a file of at most 120 lines that tells where it comes from', async () => {
    const lab = await loadLab(name);
    const source = readFileSync(new URL(`../../src/labs/${labFile(lab)}.ts`, import.meta.url), 'utf8');
    expect(source.split('\n').length).toBeLessThanOrEqual(121);
    expect(lab.name).toBe(name);
    expect(chapters).toContain(lab.chapter);
    expect(source).not.toMatch(/node:/);
    // All that it shows is of one chapter.
    const chaptersOfRows = syllabus.filter((row) => row.lab === name).map(({ chapter }) => chapter);
    expect([...new Set(chaptersOfRows)]).toEqual([lab.chapter]);
    expect(sourceOf(lab)).toMatch(/from 'trainyard\/labs'/);
  });
});
