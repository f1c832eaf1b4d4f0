// Writes the API reference to build/api with TypeDoc and checks every link of its pages. TypeDoc has a folder of its own
// (scripts/api) because it needs an older TypeScript than the project.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tool = fileURLToPath(new URL('api/', import.meta.url));
const output = fileURLToPath(new URL('../build/api/', import.meta.url));

const { status } = spawnSync('npx', ['typedoc'], {
  cwd: tool,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(status ?? 1);

const pages = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
);
const anchors = new Map();
const anchorsOf = (file) => {
  if (!anchors.has(file)) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    anchors.set(file, new Set([...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)));
  }
  return anchors.get(file);
};

const dead = pages.flatMap((page) => {
  const text = readFileSync(join(output, page), 'utf8');
  return [...text.matchAll(/\b(?:href|src)="([^"]*)"/g)]
    .map(([, link]) => link.replaceAll('&amp;', '&'))
    .filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split('#');
      const target = path ? join(output, dirname(page), decodeURI(path)) : join(output, page);
      return (
        !existsSync(target) ||
        (anchor && target.endsWith('.html') && !anchorsOf(target).has(decodeURI(anchor)))
      );
    })
    .map((link) => `${page}: ${link}`);
});
if (dead.length > 0) {
  console.error(`Dead links in build/api:\n${[...new Set(dead)].join('\n')}`);
  process.exit(1);
}
console.log(`build/api: ${pages.length} pages, every link leads somewhere. Open build/api/index.html.`);
