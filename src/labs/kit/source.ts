// The program of a lab as its reader would write it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readText } from '../../io/files.js';
import { labFile } from '../list.js';
import type { Lab } from './lab.js';

/** Its file, imports named as users import them; the compiled program where the sources are not there. */
export function sourceOf(lab: Lab): string {
  // Compiled files lie beside the sources, bundled ones a folder deeper.
  for (const up of ['../../../', '../../']) {
    const path = fileURLToPath(new URL(`${up}src/labs/${labFile(lab)}.ts`, import.meta.url));
    if (existsSync(path)) return published(readText(path));
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
