// The order of the layers, kept by a test: a folder of src/ imports only from itself and from those before it, and
// nothing that a page loads imports a module of Node.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

// biome-ignore format: lowest first, as in docs/architecture.md
const LAYERS = [
  'version.ts', 'io', 'random', 'tensor', 'linalg', 'nn', 'optim', 'data', 'spaces', 'envs', 'memory', 'explore',
  'parallel', 'agents', 'evaluate', 'train', 'report', 'results', 'tune', 'labs', 'cli', 'index.ts',
];
const layerOf = (file: string) => file.split('/')[0]!;

/** `import … from`, `export … from`, `import '…'`; types alone are gone when the program runs. */
const STATIC = /^(?:import|export)\s(?!type\s)(?:[^;'"]*?\sfrom\s)?'([^']+)'/gm;
const ANY = /(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm;

const files = (readdirSync(src, { recursive: true, encoding: 'utf8' }) as string[]).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/assembly/'),
);

/** What `file` imports by `pattern`: paths below src/, or names of modules. */
function imports(file: string, pattern: RegExp): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(pattern)].map(([, name]) =>
    name!.startsWith('.') ? normalize(join(dirname(file), name!)) : name!,
  );
}

const source = (path: string) => path.replace(/\.js$/, '.ts');

it('knows every folder', () => {
  expect([...new Set(files.map(layerOf))].filter((layer) => !LAYERS.includes(layer))).toEqual([]);
});

it('imports from lower layers only', () => {
  const level = (path: string) => LAYERS.indexOf(layerOf(source(path)));
  const upward = files.flatMap((file) =>
    imports(file, ANY)
      .filter((target) => level(target) > level(file))
      .map((target) => `src/${file} imports ${target}`),
  );
  expect(upward).toEqual([]);
});

it('loads no module of Node in a page', () => {
  const chains = new Map([['index.ts', 'src/index.ts']]);
  const found: string[] = [];
  for (const [file, chain] of chains) {
    for (const target of imports(file, STATIC)) {
      if (target.startsWith('node:')) found.push(`${chain} → ${target}`);
      const next = source(target);
      if (files.includes(next) && !chains.has(next)) chains.set(next, `${chain} → ${next}`);
    }
  }
  expect(found).toEqual([]);
  expect(chains.size).toBeGreaterThan(100);
});
