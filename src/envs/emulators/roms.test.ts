import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRom } from './rom.js';
import { crossingRom, runnerRom } from './shipped-roms.js';

const file = (name: string) => fileURLToPath(new URL(`../../../roms/${name}`, import.meta.url));

describe('the ROMs of the package', () => {
  it.each([
    ['runner.nes', runnerRom],
    ['crossing.bin', crossingRom],
  ])('%s is what is embedded, and can be given as a file', (name, shipped) => {
    const embedded = readRom('Test', { rom: null, romSha256: null }, shipped);
    expect(Buffer.from(embedded.bytes).equals(readFileSync(file(name)))).toBe(true);
    expect(readRom('Test', { rom: file(name), romSha256: embedded.sha256 }, crossingRom)).toEqual({
      ...embedded,
      name: file(name),
    });
  });

  it('crossing.bin is assembled from its source', () => {
    // 6502.ts brings the assembler.
    const { default: assemble } = createRequire(import.meta.url)('dasm');
    const { data, success } = assemble(readFileSync(file('crossing.asm'), 'utf8'), { format: 3 });
    expect(success).toBe(true);
    expect(Buffer.from(data).equals(readFileSync(file('crossing.bin')))).toBe(true);
  });

  it('files that are not there are told', () => {
    expect(() => readRom('Test', { rom: 'no-such.nes', romSha256: null }, runnerRom)).toThrow(
      /the ROM no-such.nes cannot be read: ENOENT/,
    );
  });
});

it('emulators are imported only when an environment is loaded', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
  const text = sources.map((name) => readFileSync(`${folder}${name}`, 'utf8')).join('\n');
  expect(text).toMatch(/await import\('jsnes'\)/);
  expect(text).not.toMatch(/from '(jsnes|6502\.ts)/);
});
