// How much of the package a page loads for what it imports: bundled by esbuild from the installed tarball, minified.
// Each bundle is run too, as a file wrongly declared free of side effects makes bundles that are small and broken.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, inject, it } from 'vitest';

const consumer = inject('consumer');

interface Program {
  name: string;
  source: string;
  /** What it prints. */
  prints: string;
  /** Upper limit in kB (1,000 bytes). */
  limit: number;
  /** No part of the training stack may be in it. */
  withoutTraining?: boolean;
}

const programs: Program[] = [
  {
    name: 'one generator',
    source: `import { Generator } from 'trainyard'; console.log(new Generator(1).integers(10));`,
    prints: '4',
    limit: 30,
    withoutTraining: true,
  },
  {
    name: 'one environment',
    source: `import { CartPole } from 'trainyard';
      const env = new CartPole();
      env.reset({ seed: 1 });
      console.log(env.step(1).reward);`,
    prints: '1',
    limit: 45,
    withoutTraining: true,
  },
  {
    name: 'make with the core set',
    source: `import { make } from 'trainyard';
      const env = make('CartPole-v1');
      env.reset({ seed: 1 });
      console.log(env.step(1).reward, make('Taxi-v4').spec.id);`,
    prints: '1 Taxi-v4',
    limit: 90,
    withoutTraining: true,
  },
  {
    name: 'one agent',
    source: `import { DQN } from 'trainyard';
      const agent = new DQN('CartPole-v1', { seed: 1, learningStarts: 10 });
      await agent.learn({ totalSteps: 50 });
      console.log(agent.numTimesteps);`,
    prints: '50',
    limit: 560,
  },
];

/** Files only a training needs; each of them in a bundle pulls in the rest. */
const TRAINING = /trainyard\/dist\/(agents|nn|optim|tensor|memory|train)\//;

it.each(programs)('$name: at most $limit kB', async ({ name, source, prints, limit, withoutTraining }) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: consumer },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['node:*'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const [bundle] = outputFiles;
  const parts = Object.entries(Object.values(metafile.outputs)[0]!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  const largest = parts.slice(0, 12).map(([file, { bytesInOutput }]) => `${file}: ${bytesInOutput}`);
  if (withoutTraining) expect(parts.map(([file]) => file).filter((file) => TRAINING.test(file))).toEqual([]);
  expect(bundle!.contents.byteLength / 1000, largest.join('\n')).toBeLessThanOrEqual(limit);

  const file = join(consumer, `${name.replaceAll(' ', '-')}.js`);
  writeFileSync(file, bundle!.contents);
  expect((await promisify(execFile)(process.execPath, [file])).stdout.trim()).toBe(prints);
});
