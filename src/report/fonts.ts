// DejaVu Sans from its npm package as TrueType files, so that text is drawn on machines without any fonts.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

export const FONT_FAMILY = 'DejaVu Sans';
const WEIGHTS = [400, 700];

let files: string[] | undefined;

/** Paths of the fonts, regular and bold. The renderer reads files only, so they live in a temporary folder. */
export function fontFiles(): string[] {
  if (files) return files;
  const require = createRequire(import.meta.url);
  const folder = fs.mkdtempSync(join(tmpdir(), 'trainyard-fonts-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  files = WEIGHTS.map((weight) => {
    const woff = require.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff`);
    const path = join(folder, `dejavu-sans-${weight}.ttf`);
    fs.writeFileSync(path, woffToTrueType(fs.readFileSync(woff)));
    return path;
  });
  return files;
}

/**
 * Unpacks a WOFF 1.0 file (W3C recommendation of 2012): the tables of a TrueType font, each compressed with zlib,
 * behind another directory.
 */
export function woffToTrueType(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF font.');
  const count = woff.readUInt16BE(12);
  const directory = Buffer.alloc(12 + 16 * count);
  const searchRange = 16 * 2 ** Math.floor(Math.log2(count));
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(searchRange, 6);
  directory.writeUInt16BE(Math.log2(searchRange / 16), 8);
  directory.writeUInt16BE(16 * count - searchRange, 10);

  const parts: Buffer[] = [directory];
  let offset = directory.length;
  for (let i = 0; i < count; i++) {
    const entry = 44 + 20 * i;
    const at = woff.readUInt32BE(entry + 4);
    const [packed, length] = [woff.readUInt32BE(entry + 8), woff.readUInt32BE(entry + 12)];
    const stored = woff.subarray(at, at + packed);
    const table = packed < length ? inflateSync(stored) : stored;
    const out = 12 + 16 * i;
    woff.copy(directory, out, entry, entry + 4);
    woff.copy(directory, out + 4, entry + 16, entry + 20);
    directory.writeUInt32BE(offset, out + 8);
    directory.writeUInt32BE(length, out + 12);
    const padding = Buffer.alloc(-length & 3);
    parts.push(table, padding);
    offset += length + padding.length;
  }
  return Buffer.concat(parts);
}
