import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signImports, trustedImports } from './trusted-imports.js';

let root: string;
let run: string;
const home = process.env.XDG_STATE_HOME;
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-trust-'));
  run = join(root, 'run');
  fs.mkdirSync(run);
  fs.writeFileSync(join(root, 'env.js'), '');
  process.env.XDG_STATE_HOME = join(root, 'state');
});
afterEach(() => {
  if (home === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = home;
  fs.rmSync(root, { recursive: true, force: true });
});

const modules = ['../env.js', 'some-package'];

describe('trustedImports', () => {
  it('lets the modules through of a run that this user started', () => {
    expect(signImports(run, modules)).toBe(true);
    expect(trustedImports(run, modules)).toEqual(modules);
    expect(fs.statSync(join(root, 'state', 'trainyard', 'key')).mode & 0o777).toBe(0o600);
  });

  it('asks about those of any other, and names what would run', () => {
    expect(() => trustedImports(run, modules)).toThrow(
      /run' is not a run that you started.*wants to run code: .*env\.js, some-package.*--allow-imports/,
    );
    expect(trustedImports(run, modules, { allow: true })).toEqual(modules);
    expect(trustedImports(run, [])).toEqual([]);
  });

  it('is not fooled by a note of another user, of other modules, or of another place', () => {
    signImports(run, modules);
    expect(() => trustedImports(run, ['../env.js'])).toThrow(/--allow-imports/);
    const moved = join(root, 'deeper', 'run');
    fs.cpSync(run, moved, { recursive: true });
    fs.writeFileSync(join(root, 'deeper', 'env.js'), 'evil');
    expect(() => trustedImports(moved, modules)).toThrow(/--allow-imports/);
    process.env.XDG_STATE_HOME = join(root, 'other');
    expect(() => trustedImports(run, modules)).toThrow(/--allow-imports/);
    signImports(join(root, 'deeper'), modules);
    expect(() => trustedImports(run, modules)).toThrow(/--allow-imports/);
  });

  it.each(['data:text/javascript,process.exit()', 'https://example.org/env.js', 'node:fs', 'blob:x'])(
    'never imports %s',
    (name) => {
      expect(() => trustedImports(run, [name], { allow: true })).toThrow(/only files and packages/);
      expect(() => signImports(run, [name])).toThrow(/only files and packages/);
    },
  );

  it('takes a file URL for the file', () => {
    signImports(run, [pathToFileURL(join(root, 'env.js')).href]);
    expect(trustedImports(run, ['../env.js'])).toEqual(['../env.js']);
  });

  it('says which note is damaged, and does without a place for the key', () => {
    signImports(run, modules);
    fs.writeFileSync(join(run, 'imports.json'), '{"signature": 7}');
    expect(() => trustedImports(run, modules)).toThrow(/imports\.json' is damaged/);
    fs.writeFileSync(join(root, 'file'), '');
    process.env.XDG_STATE_HOME = join(root, 'file');
    expect(signImports(run, modules)).toBe(false);
  });
});
