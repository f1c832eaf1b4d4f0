// What starting costs, without a clock: which files a process has read when `trainyard` is imported or a command begins, and
// whether it has compiled anything.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const url = (path: string) => pathToFileURL(resolve(path)).href;
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, { node: string; default: string } | string>;
};

interface Loaded {
  /** Scripts of files, in the order in which they were read. */
  files: string[];
  /** WASM modules that were compiled. */
  compiled: number;
  output: string;
}

/** What a process has loaded when `program` has run in it. */
async function loaded(program: string, args: string[] = []): Promise<Loaded> {
  const watched = `
    import { Session } from 'node:inspector';
    const [files, session] = [[], new Session()];
    let compiled = 0;
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct: (...args) => (compiled++, Reflect.construct(...args)),
    });
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => files.push(params.url));
    session.post('Debugger.enable');
    process.argv = [process.execPath, 'trainyard', ...${JSON.stringify(args)}];
    process.on('exit', () => process.stderr.write(JSON.stringify({
      files: files.filter((file) => /^(file:|\\/)/.test(file) && !file.endsWith("[eval1]")),
      compiled,
    })));
    ${program}`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', watched],
    { env: { ...process.env, TRAINYARD_THREADS: '' } },
  );
  return { ...JSON.parse(stderr), output: stdout };
}

const command = (...args: string[]) =>
  loaded(`await import(${JSON.stringify(url('dist/cli/main.js'))});`, args);
const entry = (name: string, more = '') =>
  loaded(`const entry = await import(${JSON.stringify(url(`dist/node/${name}.js`))});${more}`);

const packages = (files: string[]) =>
  new Set(files.flatMap((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));

it('answers --version with two files', async () => {
  const { files, compiled, output } = await command('--version');
  expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(3);
  expect(compiled).toBe(0);
});

it('imports trainyard from few files, no package among them, and compiles nothing', async () => {
  const { files, compiled } = await entry('index');
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(14);
  expect(packages(files)).toEqual(new Set());
  expect(compiled).toBe(0);
});

it('compiles the kernels once, for the first tensor', async () => {
  const program = 'const { tensor } = entry; tensor([1]).add(1); tensor([2]).mul(3);';
  expect((await entry('index', program)).compiled).toBe(1);
  expect((await entry('index', "entry.make('CartPole-v1').reset({ seed: 1 });")).compiled).toBe(0);
});

it('loads for a command what it needs', async () => {
  const { files, compiled } = await command('list', 'algos');
  expect(packages(files)).toEqual(new Set(['commander']));
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(38);
  expect(compiled).toBe(0);
});

it('loads environments for threads without what trains', async () => {
  const { files } = await entry('envs');
  const bytes = files
    .filter((file) => file.startsWith('file:'))
    .reduce((sum, file) => sum + readFileSync(new URL(file)).length, 0);
  expect(bytes, files.join('\n')).toBeLessThan(400_000);
});

it('has in the bundle what the modules have, under the same names', async () => {
  const entries = Object.values(exports).filter((each) => typeof each !== 'string');
  expect(entries.length).toBeGreaterThan(20);
  const program = `
    const isClass = (value) => typeof value === 'function' && /^class\\b/.test(Function.prototype.toString.call(value));
    const names = async (file) => Object.entries(await import(file))
      .map(([name, value]) => isClass(value) ? name + ': class ' + value.name : name).sort();
    const all = {};
    for (const [node, modules] of ${JSON.stringify(entries.map((each) => [url(each.node), url(each.default)]))})
      all[node] = [await names(node), await names(modules)];
    process.stdout.write(JSON.stringify(all));`;
  const all = JSON.parse((await loaded(program)).output) as Record<string, [string[], string[]]>;
  for (const [file, [bundled, modules]] of Object.entries(all)) expect(bundled, file).toEqual(modules);
});
