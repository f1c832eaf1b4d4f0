// The published package as tools and strangers see it: its contents, its types, its doors and its links.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, it } from 'vitest';

const run = promisify(execFile);
const [tarball, consumer] = [inject('tarball'), inject('consumer')];
const installed = join(consumer, 'node_modules', 'trainyard');
const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));

it('passes publint', async () => {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer },
    level: 'warning',
  });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

it('has types that every resolution of ES modules finds', async () => {
  const { stdout } = await run('npx', ['attw', tarball, '--profile', 'esm-only', '--format', 'json'], {
    maxBuffer: 2 ** 26,
  });
  const { analysis } = JSON.parse(stdout);
  const problems = analysis.problems.filter(
    ({ resolutionKind }: { resolutionKind?: string }) =>
      resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs',
  );
  expect(problems).toEqual([]);
});

it('holds what is built and what it points to, and nothing of the workshop', () => {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
  for (const file of [
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cli/main.js',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
  ]) {
    expect(files).toContain(`package/${file}`);
  }
  // Programs of labs are shown on their pages.
  const lab = /^package\/src\/labs\/(appendix-a|chapter-\d+|course)\//;
  const labs = execFileSync('git', ['ls-files', 'src/labs'], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  }).split('\n');
  const programs = labs.map((file) => `package/${file}`).filter((file) => lab.test(file));
  expect(programs.length).toBeGreaterThan(40);
  expect(files).toEqual(expect.arrayContaining(programs));
  const workshop = /\.map$|\.test\.|^package\/(src|test|scripts|bench)\//;
  expect(files.filter((file) => workshop.test(file) && !lab.test(file))).toEqual([]);
});

it.each(['README.md', 'CHANGELOG.md'])('has every file that %s links to', (page) => {
  const text = readFileSync(join(installed, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);
  expect(links.filter((target) => !existsSync(join(installed, dirname(page), target)))).toEqual([]);
});

it('opens every entry point, and no other file', async () => {
  const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
  const load = (path: string) =>
    run(process.execPath, ['--input-type=module', '-e', `await import('trainyard/${path}')`], {
      cwd: consumer,
    });
  await Promise.all(
    entries.map((entry) =>
      run(
        process.execPath,
        ['--input-type=module', '-e', `await import('${entry.replace('.', 'trainyard')}')`],
        { cwd: consumer },
      ),
    ),
  );
  for (const hidden of ['tensor/kernels/reference', 'dist/index.js', 'io/files', 'cli']) {
    await expect(load(hidden)).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  }
});

it.each([['mujoco', 'HalfCheetah-v5', '@mujoco/mujoco@3.14.0']])(
  'says which package %s needs, which is not installed',
  async (family, id, peer) => {
    const program = `import 'trainyard/envs/${family}'; import { makeAsync } from 'trainyard'; await makeAsync('${id}')`;
    await expect(
      run(process.execPath, ['--input-type=module', '-e', program], { cwd: consumer }),
    ).rejects.toThrow(`npm install ${peer}`);
  },
);

it('runs its command', async () => {
  const { stdout } = await run('npx', ['trainyard', '--version'], { cwd: consumer });
  expect(stdout.trim()).toBe(manifest.version);
});
