import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importModules, moduleFromHere, moduleOfRun } from './modules.js';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-modules-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

describe('names of modules', () => {
  it('are relative to the run, and back to the current folder', () => {
    for (const name of ['./corridor.js', 'corridor.ts', '../x/y.mjs', resolve('corridor.js')]) {
      const stored = moduleOfRun(name, 'runs/a');
      expect(stored).toMatch(/^\.\.\/\.\.\//);
      expect(resolve(moduleFromHere(stored, 'runs/a'))).toBe(resolve(name));
    }
    expect(moduleOfRun('runs/a/env.js', 'runs/a')).toBe('./env.js');
    expect(moduleOfRun(pathToFileURL(resolve('e.js')).href, 'runs/a')).toBe('../../e.js');
    for (const name of ['my-envs', '@me/envs', '@me/envs/maze.js', 'my-envs/maze'])
      expect(moduleOfRun(name, 'runs/a')).toBe(name);
  });

  it.each(['data:text/javascript,1', 'https://example.org/a.js', 'node:fs'])(
    'do not hold code or addresses: %s',
    async (name) => {
      await expect(importModules([name])).rejects.toThrow(/only files and packages can be imported/);
    },
  );
});

describe('importModules', () => {
  it('says what is not there, and what a run can do about it', async () => {
    await expect(importModules(['./no.js'])).rejects.toThrow(
      /Cannot import '\.\/no\.js': there is no file '.*no\.js'\.$/,
    );
    await expect(importModules(['../no.js'], join(root, 'run'))).rejects.toThrow(
      /put it back, or name its new place with --import/,
    );
    await expect(importModules(['no-such-package'])).rejects.toThrow(/there is no such package.*Install it/);
  });

  it('tells what a module of the user threw', async () => {
    fs.writeFileSync(join(root, 'broken.mjs'), 'throw new Error("broken on purpose")');
    await expect(importModules(['./broken.mjs'], root)).rejects.toThrow(
      /Cannot import '\.\/broken\.mjs': broken on purpose/,
    );
  });

  it('answers what threads can import', async () => {
    fs.writeFileSync(join(root, 'fine.mjs'), '');
    expect(await importModules(['./fine.mjs'], root)).toEqual([pathToFileURL(join(root, 'fine.mjs')).href]);
  });
});
