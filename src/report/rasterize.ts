// SVG to pixels and PNG, without a browser and without the system's fonts.
import { createRequire } from 'node:module';
import type { RenderedImage } from '@resvg/resvg-js';
import { FONT_FAMILY, fontFiles } from './fonts.js';

export interface Raster {
  width: number;
  height: number;
  /** RGBA, row by row from the top. */
  pixels: Uint8Array;
}

export interface RasterOptions {
  /** Pixels across; the height follows. Default: the SVG's own size. */
  width?: number;
}

export function svgToPixels(svg: string, options: RasterOptions = {}): Raster {
  const image = render(svg, options);
  return { width: image.width, height: image.height, pixels: image.pixels };
}

export function svgToPng(svg: string, options: RasterOptions = {}): Uint8Array {
  return render(svg, options).asPng();
}

function render(svg: string, { width }: RasterOptions): RenderedImage {
  // Loaded by the first picture, and only then.
  const { Resvg } = createRequire(import.meta.url)('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const font = {
    loadSystemFonts: false,
    fontFiles: fontFiles(),
    defaultFontFamily: FONT_FAMILY,
    sansSerifFamily: FONT_FAMILY,
    serifFamily: FONT_FAMILY,
    monospaceFamily: FONT_FAMILY,
  };
  return new Resvg(svg, {
    font,
    // Sharp pixels: it does not know the CSS value `pixelated` of our images.
    imageRendering: 1,
    fitTo: width ? { mode: 'width', value: width } : { mode: 'original' },
  }).render();
}
