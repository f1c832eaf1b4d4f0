// Writes the ROMs of roms/, deflated and base64-encoded, to src/envs/emulators/shipped-roms.ts. Run it after assembling one
// of them (roms/README.md); a test compares both.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

function embed(file, name, what) {
  const bytes = readFileSync(at(`roms/${file}`));
  const lines = deflateRawSync(bytes, { level: 9 })
    .toString('base64')
    .match(/.{1,104}/g);
  return `/** ${what} */
export const ${name} = {
  size: ${bytes.length},
  // biome-ignore format: lines of equal length
  packed:
${lines.map((line, i) => `    '${line}'${i === lines.length - 1 ? ',' : ' +'}`).join('\n')}
};
`;
}

const text = `// Our own ROMs as text, written by scripts/embed-roms.mjs; their sources and how they are assembled: roms/README.md.

${embed('runner.nes', 'runnerRom', 'A side-scrolling platformer for the NES.')}
${embed('crossing.bin', 'crossingRom', 'A road to cross, for the Atari 2600.')}`;
writeFileSync(at('src/envs/emulators/shipped-roms.ts'), text);
