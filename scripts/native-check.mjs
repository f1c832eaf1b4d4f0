// Compiles the native kernels with sanitizers and runs test/native/check.c on them: every kernel of every instruction set
// that this machine has, at odd sizes. Fails on the first finding.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const compiler = process.env.CC ?? 'cc';
const folder = 'native/build/check';
const flags = [
  ...['-O1', '-g1', '-Wall', '-Wextra', '-Wno-psabi', '-Inative'],
  ...['-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'],
  // As in binding.gyp: they decide what is computed.
  ...['-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast'],
];
mkdirSync(folder, { recursive: true });

const sources = readdirSync('native').filter((name) => /^kernels-.*\.c$/.test(name));
const jobs = ['test/native/check.c', ...sources.map((name) => `native/${name}`)];
const objects = jobs.map((source) => `${folder}/${source.replaceAll('/', '-')}.o`);
const compile = async () => {
  for (let source = jobs.pop(); source; source = jobs.pop()) {
    const object = objects[jobs.length];
    await promisify(execFile)(compiler, [...flags, '-c', source, '-o', object]);
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, compile));
execFileSync(compiler, [...flags, ...objects, '-o', `${folder}/check`, '-lm'], { stdio: 'inherit' });
execFileSync(`${folder}/check`, { stdio: 'inherit' });
