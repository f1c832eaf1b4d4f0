// The documents: every link leads somewhere, and every TypeScript example compiles against the built package and runs.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
const pages = [
  ...[
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'examples/data/README.md',
    'examples/extension/README.md',
  ],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file}`),
].filter((file) => file.endsWith('.md') && existsSync(join(root, file)));

const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** The anchors GitHub gives to the headings of a page. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it.each(pages)('%s: every link leads somewhere', (page) => {
  const text = read(page).replace(/```[\s\S]*?```/g, '');
  const dead = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, link]) => {
    const [path, anchor] = link!.split('#') as [string, string?];
    const target = path ? relative(root, join(root, dirname(page), path)) : page;
    if (!existsSync(join(root, target))) return [link];
    return anchor && target.endsWith('.md') && !anchors(target).includes(anchor) ? [link] : [];
  });
  expect(dead).toEqual([]);
});

/** TypeScript blocks, but those below a line `<!-- not run: why -->`. */
function programs(page: string): string[] {
  return [...read(page).matchAll(/(<!-- not run[^\n]*-->\n)?```ts\n([\s\S]*?)```/g)].flatMap(
    ([, skipped, source]) => (skipped ? [] : [source!]),
  );
}

it('runs the programs in the documents', async () => {
  // Below the project, so that `trainyard` is the built package itself.
  const folder = join(root, 'build', 'docs-programs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = pages.flatMap((page) =>
    programs(page).map((source, i) => {
      const file = `${page.replace(/\W/g, '-')}-${i + 1}.ts`;
      writeFileSync(join(folder, file), `${source}\nexport {};\n`);
      return file;
    }),
  );
  expect(files.length).toBeGreaterThan(5);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { noUnusedLocals: false },
      include: ['.'],
    }),
  );
  await run('npx', ['tsc', '--noEmit', '-p', folder], { cwd: root }).catch(({ stdout }) => {
    throw new Error(stdout);
  });
  const main = files.map((file) => `console.log('${file}');\nawait import('./${file}');`).join('\n');
  writeFileSync(join(folder, 'main.mts'), main);
  await run('npx', ['tsx', join(folder, 'main.mts')], { cwd: folder });
}, 300_000);
