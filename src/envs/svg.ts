// Turns a drawing into an SVG document.
import { UserError } from '../io/errors.js';
import type { Drawing, Image, Shape } from './drawing.js';
import { encodePng } from './png.js';

/** A complete SVG document of the drawing's size. */
export function toSvg({ width, height, background, shapes }: Drawing): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const body = shapes.map(element).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>` +
    `<rect width="${width}" height="${height}" fill="${escapeXml(background)}"/>${body}</svg>`
  );
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return tag('rect', {
        x: shape.x,
        y: shape.y,
        width: shape.width,
        height: shape.height,
        rx: shape.radius,
        ...paint(shape),
      });
    case 'circle':
      return tag('circle', { cx: shape.x, cy: shape.y, r: shape.radius, ...paint(shape) });
    case 'polygon': {
      const points = shape.points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
      return tag('polygon', { points, ...paint(shape), 'stroke-linejoin': shape.stroke && 'round' });
    }
    case 'line':
      return tag('line', {
        x1: shape.x1,
        y1: shape.y1,
        x2: shape.x2,
        y2: shape.y2,
        stroke: shape.stroke,
        'stroke-width': shape.strokeWidth,
        'stroke-linecap': shape.round ? 'round' : undefined,
      });
    case 'text': {
      const attributes = {
        x: shape.x,
        y: shape.y,
        'font-size': shape.size,
        'font-family': 'sans-serif',
        'font-weight': shape.bold ? 'bold' : undefined,
        'text-anchor': shape.anchor ?? 'middle',
        'dominant-baseline': 'central',
        fill: shape.fill,
      };
      return tag('text', attributes, escapeXml(shape.text));
    }
    case 'image':
      return tag('image', {
        x: shape.x,
        y: shape.y,
        width: shape.width,
        height: shape.height,
        preserveAspectRatio: 'none',
        style: 'image-rendering:pixelated',
        href: pngUrl(shape),
      });
  }
}

/** @throws UserError when there are too few or too many pixels. */
function pngUrl({ columns, rows, pixels }: Image): string {
  if (pixels.length !== 3 * columns * rows) {
    throw new UserError(
      `An image of ${columns} columns and ${rows} rows needs 3 * ${columns} * ${rows} bytes of pixels, got ${pixels.length}.`,
    );
  }
  const characters = Array.from(encodePng(columns, rows, pixels), (byte) => String.fromCharCode(byte));
  return `data:image/png;base64,${btoa(characters.join(''))}`;
}

function paint({ fill, stroke, strokeWidth }: { fill?: string; stroke?: string; strokeWidth?: number }) {
  return { fill: fill ?? 'none', stroke, 'stroke-width': stroke && strokeWidth };
}

function tag(
  name: string,
  attributes: Record<string, string | number | undefined>,
  content?: string,
): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value!)}"`)
    .join('');
  return content === undefined ? `<${name}${text}/>` : `<${name}${text}>${content}</${name}>`;
}

/** Hundredths of a pixel are enough and keep files small. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
