// Bundles the built modules for Node into dist/node and dist/cli/main.js: hundreds of small files take longer to find and
// read than to run. Pages and their bundlers get the modules one by one, as they leave out what is not used. The command
// is part of the bundle, so that it and the modules of users, which import `trainyard`, are one program.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { exports, dependencies, peerDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** Packages that become part of the bundle: zod alone is a hundred files. */
const INSIDE = ['zod'];

/** Modules that others name by URL, relative to themselves: in a bundle all of those lie in dist/node. */
const BY_URL = [
  'agents/a3c/async-worker',
  'agents/evolution/fitness-worker',
  'labs/kit/run-labs',
  'parallel/pool-worker',
  'parallel/vector-env-worker',
  'results/seed-run',
  'tune/trial-tasks',
];

/** By name in dist: the module behind it. */
const modules = { 'cli/main': 'cli/command', 'node/multi/board-games': 'envs/multi/board-games' };
for (const module of BY_URL) modules[`node/${basename(module)}`] = module;
const bare = (path) => path.replace(/^\.\/dist\/|\.js$/g, '');
for (const { node, default: module } of Object.values(exports)) {
  if (node) modules[bare(node)] = bare(module);
}

/**
 * What an entry loads besides its own module. Code is cut where entries differ in what they load, so few differences make
 * few files.
 */
function companions(module) {
  if (/^(random|spaces|linalg|parallel\/pool-worker)/.test(module)) return ['random/index', 'spaces/index'];
  if (/^(envs|parallel)/.test(module)) return ['envs/index'];
  if (/^(tensor|nn|optim|data)/.test(module)) return ['tensor/index', 'nn/index', 'optim/index'];
  return module === 'cli/command' ? [] : ['index'];
}

const entries = {
  name: 'entries',
  setup({ onResolve, onLoad }) {
    const entry = (module) => ({ path: module, namespace: 'entry' });
    onResolve({ filter: /^entry:/ }, ({ path }) => entry(path.slice('entry:'.length)));
    onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => ({
      contents: [
        ...(path === 'cli/command' ? ['#!/usr/bin/env node'] : []),
        ...companions(path).map((module) => `import './${module}.js';`),
        `export * from './${path}.js';`,
      ].join('\n'),
      resolveDir: dist,
    }));
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      const file = join(resolveDir, path);
      if (!file.startsWith(dist)) return undefined;
      const module = relative(dist, file).replaceAll('\\', '/').replace(/\.js$/, '');
      if (kind === 'dynamic-import') return entry(module);
      // Node has that one by itself. All are kept, also those that are imported for company only.
      return { path: module === 'io/deflate' ? join(dist, 'io/deflate-node.js') : file, sideEffects: true };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, `entry:${module}`])),
  outdir: 'dist',
  chunkNames: 'node/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: Object.keys({ ...dependencies, ...peerDependencies })
    .filter((name) => !INSIDE.includes(name))
    .flatMap((name) => [name, `${name}/*`]),
  plugins: [entries],
  write: false,
  logLevel: 'warning',
});

/** Classes that mention themselves keep their names, which summaries and errors tell. */
const withClassNames = (code) =>
  [...code.matchAll(/^var (\w+) = class _\1\b/gm)].reduce(
    (text, [, name]) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name),
    code,
  );

for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, withClassNames(text));
}
for (const name of INSIDE)
  copyFileSync(join(root, 'node_modules', name, 'LICENSE'), join(dist, `node/LICENSE.${name}`));

// What an earlier build left behind.
const written = new Set(outputFiles.map(({ path }) => path));
for (const file of readdirSync(join(dist, 'node'), { recursive: true, encoding: 'utf8' })) {
  const path = join(dist, 'node', file);
  if (path.endsWith('.js') && !written.has(path)) rmSync(path);
}
