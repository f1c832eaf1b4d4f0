// A small share of `npm run test:fuzz`, the same every time.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fuzz } from './harness.js';

const INPUTS = 120;

it(`reads or refuses in plain words ${INPUTS} damaged files`, async () => {
  const root = fs.mkdtempSync(join(tmpdir(), 'trainyard-fuzz-'));
  try {
    const { inputs, findings, refused, peak } = await fuzz({ count: INPUTS, seed: 1 }, root);
    expect(findings).toEqual([]);
    expect(inputs).toBe(INPUTS);
    expect(refused).toBeGreaterThan(INPUTS / 2);
    expect(peak).toBeLessThan(2048);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}, 300_000);
