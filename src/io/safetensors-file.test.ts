import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openForReading, readFully, writeFileSynced } from './files.js';
import { joined, readLayout, readSafetensors, safetensorsParts, writeSafetensors } from './safetensors.js';
import { readSafetensorsFile } from './safetensors-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-tensors-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tensors = {
  a: { shape: [3], data: new Float64Array([1, -0, Number.NaN]) },
  b: { shape: [2, 1], data: new Float32Array([1, 2]) },
  none: { shape: [0], data: new Int32Array(0) },
  c: { shape: [3], data: new Uint8Array([1, 2, 3]) },
};

it('reads what was written, and lets every byte be looked at in order', () => {
  const path = join(folder, 'x.safetensors');
  writeFileSynced(path, safetensorsParts(tensors, { k: 'v' }));
  const hash = createHash('sha256');
  const { owned, ...read } = readSafetensorsFile(path, (bytes) => hash.update(bytes));
  expect(owned).toBe(true);
  expect(read).toEqual(readSafetensors(writeSafetensors(tensors, { k: 'v' })));
  expect(read.tensors.a!.data).toEqual(tensors.a.data);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
});

it('takes nothing from a file that announces more than it holds', () => {
  const path = join(folder, 'x.safetensors');
  const header = JSON.stringify({ w: { dtype: 'U8', shape: [2 ** 40], data_offsets: [0, 2 ** 40] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, Buffer.from(header)]));
  expect(() => readSafetensorsFile(path)).toThrow(/x\.safetensors is not a valid.*truncated/);
  truncateSync(path, 3);
  expect(() => readSafetensorsFile(path)).toThrow(/it has 3 bytes/);
});

it.skipIf(process.platform === 'win32')('does not wait for a pipe', () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  expect(() => readSafetensorsFile(path)).toThrow(/pipe': it is not a file/);
});

it('lays out files of more than 4 GiB, and reads beyond', () => {
  // One array under many names: nothing of that size is ever held.
  const data = new Uint8Array(64 * 2 ** 20);
  const shape = [data.length];
  const names = Array.from({ length: 80 }, (_, i) => `frames ${i}`).sort();
  const parts = safetensorsParts(Object.fromEntries(names.map((name) => [name, { shape, data }])));
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  expect(size).toBeGreaterThan(2 ** 32 + 2 ** 30);
  const [head] = parts;
  const { entries, dataStart } = readLayout((begin, end) => head!.subarray(begin, end), size, 'it');
  expect(dataStart).toBe(head!.length);
  expect(entries.map(({ name, begin, end }) => [name, begin, end])).toEqual(
    names.map((name, i) => [name, i * data.length, (i + 1) * data.length]),
  );
  expect(() => joined(parts)).toThrow(/do not fit into one array.*save to a file instead/);

  // The file has a hole: it takes no room on the disk.
  const path = join(folder, 'x.safetensors');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 32 + 5);
  appendFileSync(path, Uint8Array.of(7, 8, 9));
  const bytes = new Uint8Array(4);
  openForReading(path, (file, length) => {
    expect(length).toBe(2 ** 32 + 8);
    readFully(file, bytes, 2 ** 32 + 4);
  });
  expect([...bytes]).toEqual([0, 7, 8, 9]);
});
