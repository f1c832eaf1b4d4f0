// How much of the package a page loads for what it imports: bundled by esbuild from the installed tarball, minified; into
// one file, or, where families of environments are imported when they are wanted, into chunks of which the first are counted.
// Each bundle is run too, as a file wrongly declared free of side effects makes bundles that are small and broken.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
  /** Bundled into chunks. */
  splitting?: boolean;
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
    name: 'a family',
    source: `import { make } from 'trainyard';
      import 'trainyard/envs/minigrid';
      const env = make('MiniGrid-Empty-5x5-v0');
      env.reset({ seed: 1 });
      console.log(env.step(2).reward, env.spec.id);`,
    prints: '0 MiniGrid-Empty-5x5-v0',
    limit: 130,
    withoutTraining: true,
  },
  {
    name: 'a family when it is wanted',
    source: `import { makeAsync } from 'trainyard';
      await import('trainyard/envs/minatar');
      const env = await makeAsync('MinAtar/Breakout-v1');
      env.reset({ seed: 1 });
      console.log(env.step(0).reward, env.spec.id);`,
    prints: '0 MinAtar/Breakout-v1',
    limit: 100,
    splitting: true,
    withoutTraining: true,
  },
  {
    name: 'files and threads that a page has not',
    source: `import { A3C, loadAgent, RandomAgent } from 'trainyard';
      const agent = new A3C('CartPole-v1', { mode: 'async' });
      for (const attempt of [
        () => agent.save('a'),
        () => RandomAgent.load('a'),
        () => loadAgent('a'),
        () => agent.learn({ totalSteps: 1 }),
      ]) await attempt().catch(({ message }) => console.log(message.slice(0, 31)));`,
    prints: [
      ...Array<string>(3).fill('There are no files in a browser'),
      'A3C with mode "async" needs the',
    ].join('\n'),
    // `loadAgent` finds algorithms by name: all of them are in it.
    limit: 840,
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

it.each(programs)('$name: at most $limit kB', async (program) => {
  const { name, source, prints, limit, withoutTraining, splitting } = program;
  const folder = join(consumer, name.replaceAll(' ', '-'));
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: consumer },
    bundle: true,
    splitting,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['node:*'],
    absWorkingDir: consumer,
    outdir: folder,
    metafile: true,
    logLevel: 'silent',
  });
  const { outputs } = metafile;
  const main = Object.keys(outputs).find((path) => path.endsWith('stdin.js'))!;
  const loaded = new Set([main]);
  for (const path of loaded) {
    for (const { path: next, kind } of outputs[path]!.imports) {
      if (kind === 'import-statement' && outputs[next]) loaded.add(next);
    }
  }
  const parts = [...loaded]
    .flatMap((path) => Object.entries(outputs[path]!.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  const largest = parts.slice(0, 12).map(([file, { bytesInOutput }]) => `${file}: ${bytesInOutput}`);
  if (withoutTraining) expect(parts.map(([file]) => file).filter((file) => TRAINING.test(file))).toEqual([]);
  const bytes = [...loaded].reduce((sum, path) => sum + outputs[path]!.bytes, 0);
  expect(bytes / 1000, largest.join('\n')).toBeLessThanOrEqual(limit);
  expect((await promisify(execFile)(process.execPath, [join(consumer, main)])).stdout.trim()).toBe(prints);
});

it('keeps what importing a family defines', async () => {
  const entries = Object.keys(
    JSON.parse(readFileSync(join(consumer, 'node_modules/trainyard/package.json'), 'utf8')).exports,
  )
    .filter((entry) => entry.startsWith('./envs/'))
    .map((entry) => entry.replace('.', 'trainyard'));
  for (const entry of entries) {
    await build({
      stdin: {
        contents: `import { envFamilies, envSpecs } from 'trainyard'; import '${entry}';
          const { prefixes } = envFamilies().find((family) => family.entry === '${entry}');
          console.log(prefixes.filter((prefix) => !envSpecs().some(({ id }) => id.startsWith(prefix))).join());`,
        resolveDir: consumer,
      },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'browser',
      external: ['node:*'],
      outdir: join(consumer, 'families', entry),
      logLevel: 'silent',
    });
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(consumer, 'families', entry, 'stdin.js'),
    ]);
    expect(stdout.trim(), `${entry} does not define`).toBe('');
  }
});
