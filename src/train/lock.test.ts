import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lock } from './lock.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'trainyard-lock-'));
  path = join(folder, 'run.lock');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const holder = (changes: object) => {
  const unlock = lock(path);
  const own = JSON.parse(fs.readFileSync(path, 'utf8'));
  unlock();
  return JSON.stringify({ ...own, id: 'x', ...changes });
};

describe('lock', () => {
  it('is there while it is held, names its holder, and leaves nothing', () => {
    const unlock = lock(path);
    expect(JSON.parse(fs.readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    expect(() => lock(path)).toThrow(/This process is training in this folder already/);
    unlock();
    expect(fs.readdirSync(folder)).toEqual([]);
    lock(path)();
  });

  it('tells who holds it', () => {
    // The parent of this process lives; when it began is not asked where it is not known.
    fs.writeFileSync(path, holder({ pid: process.ppid, started: '' }));
    expect(() => lock(path)).toThrow(
      `Process ${process.ppid} is training in this folder. Wait for it, or stop it with 'kill ${process.ppid}'`,
    );
    fs.rmSync(path);
    fs.writeFileSync(path, holder({ host: 'elsewhere' }));
    expect(() => lock(path)).toThrow(/on the machine 'elsewhere' trains in this folder, or died/);
    expect(() => lock(path)).not.toThrow(/kill/);
  });

  it.skipIf(process.platform !== 'linux')('is not fooled by a process id that is used again', () => {
    const { started } = JSON.parse(holder({}));
    expect(started).toMatch(/^[0-9a-f-]{36} \d+$/);
    for (const changed of [`${started}0`, started.replace(/^./, 'x')]) {
      fs.writeFileSync(path, holder({ started: changed }));
      lock(path)();
    }
  });

  it.each([
    ['empty', ''],
    ['zeros', '\0\0\0\0'],
    ['a number', '0'],
    ['half', '{"pid":1,"ho'],
    ['process 0', '{"pid":0,"host":"h","started":"","id":"x"}'],
    ['a negative process', '{"pid":-1,"host":"h","started":"","id":"x"}'],
  ])('takes over a lock that names no process: %s', (_what, content) => {
    fs.writeFileSync(path, content);
    lock(path)();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('takes over a lock whose holder is dead, also when others died while they did so', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((settle) => child.on('close', settle));
    const dead = holder({ pid: child.pid });
    fs.writeFileSync(path, dead);
    // Leaves the claim of a dead process on it, and one on that claim.
    for (let depth = 0; depth < 3; depth++) {
      const unlock = lock(path);
      unlock();
      fs.writeFileSync(path, dead);
      let claim = path;
      for (let i = 0; i <= depth; i++) {
        claim = `${claim}.${createHash('sha256').update(fs.readFileSync(claim)).digest('hex').slice(0, 12)}`;
        fs.writeFileSync(claim, holder({ pid: child.pid, id: String(i) }));
        fs.writeFileSync(path, dead);
      }
      lock(path)();
      expect(fs.readdirSync(folder)).toEqual([]);
    }
  });

  it('does not remove what another process holds by now', () => {
    const unlock = lock(path);
    fs.writeFileSync(path, 'other');
    unlock();
    expect(fs.readFileSync(path, 'utf8')).toBe('other');
  });
});
