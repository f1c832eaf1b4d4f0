import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppendFile } from './append-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-append-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('appends, counts what is still in memory, and goes on after being reopened', () => {
  const path = join(folder, 'log');
  const first = new AppendFile(path);
  first.append('ä\n');
  expect(first.length).toBe(3);
  first.close();
  const second = new AppendFile(path);
  second.append(new Uint8Array([120]));
  expect(second.length).toBe(4);
  second.sync();
  expect(readFileSync(path, 'utf8')).toBe('ä\nx');
  second.close();
});

it('is cut back to a length it had and grows from there', () => {
  const path = join(folder, 'log');
  const file = new AppendFile(path);
  file.append('one\n');
  const length = file.length;
  file.append('two\n');
  file.cutBack(length);
  file.cutBack(1000);
  file.append('three\n');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('one\nthree\n');
});

it('does not hold much in memory', () => {
  const path = join(folder, 'log');
  const file = new AppendFile(path);
  for (let i = 0; i < 70; i++) file.append('x'.repeat(1000));
  expect(readFileSync(path).length).toBeGreaterThan(60_000);
  file.close();
});

it('tells that it was removed, instead of writing into nothing', () => {
  const path = join(folder, 'log');
  const file = new AppendFile(path);
  file.append('one\n');
  file.sync();
  rmSync(path);
  file.append('two\n');
  expect(() => file.flush()).toThrow(/log' was removed or replaced while it was written/);
  writeFileSync(path, '');
  expect(() => file.close()).toThrow(/removed or replaced/);
});

it('says which file could not be opened', () => {
  expect(() => new AppendFile(join(folder, 'absent', 'log'))).toThrow(
    /Cannot open '.*log': no such file or folder/,
  );
});
