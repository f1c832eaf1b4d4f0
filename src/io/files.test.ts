import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from './errors.js';
import {
  ensureFolder,
  explained,
  explainFileError,
  partialPath,
  readLines,
  readText,
  removePartials,
  writeFileAtomic,
} from './files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('files', () => {
  it('writes text and bytes, replaces, and leaves nothing else behind', () => {
    const path = join(folder, 'a.txt');
    writeFileAtomic(path, 'one');
    writeFileAtomic(path, new Uint8Array([116, 119, 111]));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('keeps the old file and cleans up when the write fails', () => {
    const path = join(folder, 'kept');
    mkdirSync(path);
    writeFileSync(join(path, 'inside'), '');
    expect(() => writeFileAtomic(path, 'x')).toThrow();
    expect(existsSync(join(path, 'inside'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['kept']);
  });

  it('reads lines, however they lie in the pieces that are read, but not one that is being written', () => {
    const path = join(folder, 'lines');
    const lines = Array.from({ length: 3000 }, (_, i) => `ä${i}`.repeat(i % 200));
    writeFileSync(path, `${lines.join('\n')}\n{"half`);
    expect([...readLines(path)]).toEqual(lines);
    writeFileSync(path, 'x'.repeat(2e6));
    expect(() => [...readLines(path)]).toThrow(/'.*lines' holds a line of more than/);
  });

  it('does not put a file in the place of a device, or nowhere', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => writeFileAtomic(pipe, 'x')).toThrow(/'.*pipe': it is a device or pipe/);
    expect(statSync(pipe).isFIFO()).toBe(true);
    for (const path of [undefined, '', 5])
      expect(() => writeFileAtomic(path as never, 'x')).toThrow(/path of a file is needed, got/);
  });

  it('reads nothing that is too large to be one of our files, and waits for no device', () => {
    const path = join(folder, 'huge');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
    expect(() => readText(path)).toThrow(/'.*huge' has 1099511627776 bytes/);
    expect(() => readText(folder)).toThrow(/it is a folder, a file was expected/);
    expect(() => readText('/dev/zero')).toThrow(/not a file/);
  });

  it('removes leftovers of a killed process, and only those', () => {
    mkdirSync(partialPath(join(folder, 'step-1')));
    writeFileSync(join(folder, 'kept'), '');
    removePartials(folder);
    removePartials(join(folder, 'absent'));
    expect(readdirSync(folder)).toEqual(['kept']);
  });

  it('says in plain words what is wrong with a folder', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => ensureFolder(join(folder, 'file', 'sub'))).toThrow(UserError);
    expect(() => ensureFolder(join(folder, 'file', 'sub'))).toThrow(/Cannot create '.*a file, not a folder/);
    expect(() => writeFileAtomic(join(folder, 'absent', 'x'), '')).toThrow(
      /no such file or folder \(ENOENT\)/,
    );
  });

  it('explains a full disk, a forbidden folder, and passes other errors through', () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    const explanation = explainFileError(full, '/runs/a', 'write') as UserError;
    expect(explanation.message).toMatch(/Cannot write '\/runs\/a': the disk is full/);
    expect(explanation.kind).toBe('failure');
    expect(explanation.cause).toBe(full);
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    expect((explainFileError(denied, '/', 'write') as UserError).message).toMatch(/permission denied/);
    const other = new TypeError('x');
    expect(explainFileError(other, '/', 'write')).toBe(other);
    expect(explained('/', 'read', () => 7)).toBe(7);
  });
});
