// Small pictures of environments for docs/environments: drawn, written as PNG files with a palette, compared by how they look.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { PNG_SIGNATURE, pngChunk } from '../dist/envs/png.js';
import { Generator, toSvg } from '../dist/index.js';
import { svgToPixels } from '../dist/report/index.js';

const { applyPalette, quantize } = createRequire(import.meta.url)('gifenc');

const WIDTH = 200;
const MAX_HEIGHT = 200;
const COLORS = 96;
/** Pixels that look the same differ by less than this in each colour, from 0 to 255: other machines round otherwise. */
const NOTICEABLE = 40;
/** Share of pixels that may differ in two pictures that count as the same. */
const TOLERANCE = 0.002;

/** A drawing in the middle of an episode: after `steps` random actions, or the last one before the episode ends. */
export function drawingOf(env, steps) {
  const rng = new Generator(1);
  env.reset({ seed: 1 });
  let drawing = env.render();
  for (let t = 0; t < steps; t++) {
    const mask = env.actionMask?.();
    const { terminated, truncated } = env.step(env.actionSpace.sample({ rng, mask }));
    if (terminated || truncated) break;
    drawing = env.render();
  }
  return drawing;
}

/** The same of a world with many agents that act one after the other; `steps` are those of all of them together. */
export function drawingOfMany(world, steps) {
  const rng = new Generator(1);
  world.reset({ seed: 1 });
  let drawing = world.render();
  for (let t = 0; t < steps; t++) {
    const agent = world.agentSelection;
    const { terminated, truncated, observation } = world.last();
    const mask = world.actionMask?.(agent) ?? observation?.action_mask;
    world.step(terminated || truncated ? null : world.actionSpace(agent).sample({ rng, mask }));
    if (world.agents.length === 0) break;
    drawing = world.render();
  }
  return drawing;
}

const fileName = (id) => `${id.replaceAll('/', '-')}.png`;

/** The pictures of a folder: written, or with `check` compared with those that are there. */
export class Pictures {
  problems = [];
  names = new Set();

  constructor(folder, check) {
    this.folder = folder;
    this.check = check;
    if (!check) mkdirSync(folder, { recursive: true });
  }

  /** Takes in the picture of an environment. @returns its file name. */
  add(id, drawing) {
    const name = fileName(id);
    const path = `${this.folder}/${name}`;
    this.names.add(name);
    const width = Math.round(Math.min(WIDTH, (MAX_HEIGHT * drawing.width) / drawing.height));
    const raster = svgToPixels(toSvg(drawing), { width });
    if (existsSync(path) && difference(readFileSync(path), raster) <= TOLERANCE) return name;
    if (this.check) this.problems.push(`${path} is out of date`);
    else writeFileSync(path, palettePng(raster));
    return name;
  }

  /** Pictures of environments that there are no more. */
  finish() {
    for (const name of existsSync(this.folder) ? readdirSync(this.folder) : []) {
      if (this.names.has(name)) continue;
      if (this.check) this.problems.push(`${this.folder}/${name} belongs to no environment`);
      else rmSync(`${this.folder}/${name}`);
    }
  }
}

/** Share of the pixels that differ; all of them when the sizes do. */
function difference(png, { width, height, pixels }) {
  const source = `data:image/png;base64,${png.toString('base64')}`;
  const [w, h] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (w !== width || h !== height) return 1;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><image width="${w}" height="${h}" href="${source}"/></svg>`;
  const old = svgToPixels(svg).pixels;
  let differing = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const isOther = [0, 1, 2].some((c) => Math.abs(pixels[i + c] - old[i + c]) > NOTICEABLE);
    if (isOther) differing++;
  }
  return (4 * differing) / pixels.length;
}

/** A PNG file of at most `COLORS` colours. */
function palettePng({ width, height, pixels }) {
  const colors = new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, width * height));
  const palette =
    colors.size <= COLORS
      ? [...colors].map((color) => [color & 255, (color >> 8) & 255, (color >> 16) & 255])
      : quantize(pixels, COLORS);
  const indices = applyPalette(pixels, palette);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, colours by their index.
  header.set([8, 3], 8);
  return Buffer.concat([
    Uint8Array.from(PNG_SIGNATURE),
    pngChunk('IHDR', header),
    pngChunk('PLTE', Buffer.from(palette.flatMap((color) => [...color.slice(0, 3)]))),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
