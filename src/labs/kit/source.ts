// The program of a lab as its reader would write it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from '../../io/files.js';
import { labFile } from '../list.js';
import type { Lab } from './lab.js';

/**
 * Its file, and those beside it that it imports, with imports named as users name them; the compiled program where the
 * sources are not there.
 */
export function sourceOf(lab: Lab): string {
  // Compiled files lie beside the sources, bundled ones a folder deeper.
  for (const up of ['../../../', '../../']) {
    const path = fileURLToPath(new URL(`${up}src/labs/${labFile(lab)}.ts`, import.meta.url));
    if (!existsSync(path)) continue;
    const source = readText(path);
    const beside = [...source.matchAll(/from '\.\/([a-z-]+)\.js'/g)].map(([, name]) => name!);
    const others = beside.map((name) => `// ${name}.ts\n${readText(join(dirname(path), `${name}.ts`))}`);
    return [source, ...others].map(published).join('\n\n');
  }
  return lab.program.toString();
}

/** `'../../agents/index.js'` is `'trainyard/agents'` outside of this package. */
function published(source: string): string {
  return source
    .replaceAll(/'\.\.\/\.\.\/([a-z/-]+)\/index\.js'/g, "'trainyard/$1'")
    .replaceAll("'../index.js'", "'trainyard/labs'")
    .trimEnd();
}
