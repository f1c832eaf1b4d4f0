// The examples, run as a user runs them: each must reach what it promises.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'trainyard-examples-'));

async function run(name: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)('npx', ['tsx', join(examples, name), ...args])).stdout;
}

function number(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1]);
}

it('digits.ts reads at least 90 % of held-out digits', async () => {
  expect(number(/([\d.]+) % of 200 held-out digits/, await run('digits.ts'))).toBeGreaterThanOrEqual(90);
});

it('digits.ts reads IDX files', async () => {
  const shipped = gunzipSync(readFileSync(join(examples, 'data', 'mnist-1000.bin.gz')));
  const idx = (name: string, sizes: number[], values: Buffer) => {
    const header = Buffer.alloc(4 + 4 * sizes.length);
    header.set([0, 0, 8, sizes.length]);
    sizes.forEach((size, d) => void header.writeUInt32BE(size, 4 + 4 * d));
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat([header, values]));
    return path;
  };
  // The first 400 of the 1,000: four classes.
  const images = idx('images', [400, 28, 28], shipped.subarray(0, 400 * 784));
  const labels = idx('labels', [400], shipped.subarray(784_000, 784_400));
  expect(
    number(/([\d.]+) % of 80 held-out digits/, await run('digits.ts', images, labels)),
  ).toBeGreaterThanOrEqual(95);
  await expect(run('digits.ts', labels, images)).rejects.toThrow(
    /is not an IDX file of bytes with items of shape \[28,28\]/,
  );
});

it('cora.ts learns the subjects of papers', async () => {
  const text = await run('cora.ts', 'gat', '1');
  expect(number(/gat: mean test accuracy ([\d.]+) %/, text)).toBeGreaterThanOrEqual(85);
});

it('autoencoder.ts rebuilds held-out digits and writes its picture', async () => {
  const picture = join(folder, 'autoencoder.png');
  const text = await run('autoencoder.ts', picture);
  const error = number(/held-out digits: mean squared error ([\d.]+)/, text);
  expect(error).toBeLessThan(0.4 * number(/([\d.]+) for their mean/, text));
  const png = readFileSync(picture);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 120]);
});

it('reverse-sequence.ts reverses at least 99 % of unseen sequences', async () => {
  expect(
    number(/([\d.]+) % of 500 unseen sequences/, await run('reverse-sequence.ts')),
  ).toBeGreaterThanOrEqual(99);
});

it('own-environment.ts goes to the right everywhere', async () => {
  expect((await run('own-environment.ts')).trim()).toBe('→ → → → → → → → → →');
});

// Chance balances the pole for 20 steps. Measured with seeds 1 to 4 after 50,000: dqn.ts 296 to 429, c51.ts 198 to 381.
it.each(['dqn.ts', 'c51.ts'])('%s balances the pole for half of an episode', async (name) => {
  const text = await run(name, '1');
  const length = number(/step 50000 .*mean length of the last 50 episodes ([\d.]+)/, text);
  expect(length).toBeGreaterThanOrEqual(250);
});

it('reinforce.ts balances the pole for most of an episode', async () => {
  const text = await run('reinforce.ts', '1');
  expect(number(/episode 600: average return (\d+)/, text)).toBeGreaterThanOrEqual(200);
});

it('ppo.ts solves CartPole', async () => {
  const text = await run('ppo.ts', '1');
  expect(number(/step 92160: mean return of the last 100 episodes (\d+)/, text)).toBeGreaterThanOrEqual(475);
});

it('sac.ts swings the pendulum up and keeps it there', async () => {
  const text = await run('sac.ts', '1');
  expect(number(/step 10000: mean return of the last 20 episodes (-?\d+)/, text)).toBeGreaterThanOrEqual(
    -200,
  );
});

it('linear-attention.ts measures both kinds of attention and draws their times', async () => {
  const plot = join(folder, 'linear-attention.svg');
  const text = await run('linear-attention.ts', plot);
  expect([...text.matchAll(/^ *(\d+) +[\d.]+ ms +[\d.]+ ms$/gm)].map(([, length]) => Number(length))).toEqual(
    [256, 512, 1024, 2048, 4096, 8192],
  );
  expect(readFileSync(plot, 'utf8')).toMatch(/^<svg[\s\S]*softmax attention/);
});

it('minigrid.ts walks the shortest way to the goal', async () => {
  expect(number(/mean return of 50 episodes: ([\d.]+)/, await run('minigrid.ts', '1'))).toBeGreaterThan(0.93);
});

it('relational-digits.ts learns by relations and by convolutions, and draws where it looked', async () => {
  const picture = join(folder, 'relational-digits.png');
  const text = await run('relational-digits.ts', '7', picture);
  const [convolutional, relational] = [
    /^convolutional: (\d+) parameters, ([\d.]+) %/m,
    /^relational: (\d+) parameters, ([\d.]+) %/m,
  ].map((pattern) => pattern.exec(text)!.slice(1).map(Number));
  expect(convolutional![0]).toBe(88_252);
  expect(relational![0]).toBe(85_228);
  // Ten digits: who guesses reads a tenth of them.
  expect(convolutional![1]).toBeGreaterThanOrEqual(20);
  expect(relational![1]).toBeGreaterThanOrEqual(20);
  const png = readFileSync(picture);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 240]);
});
