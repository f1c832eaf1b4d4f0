// Convolutions spread over threads: by images, the gradient of the filters by filters. Each piece has a workspace.
import type { ConvSizes } from './conv-kernels.js';
import type { Kernels } from './kernels.js';
import { type Cut, type Least, ranges } from './threaded-ranges.js';

/** Filters of a piece: every piece copies all images, so few filters do not pay. */
const FILTERS = 16;

/** The kernels that pieces call. */
export const CONVOLUTIONS = ['conv2d', 'conv2dGradInput', 'conv2dGradWeightRows'] as const;

/** Bytes of the workspace of one piece. */
export function pieceWorkspace(base: Kernels, sizes: ConvSizes): number {
  return Math.ceil(base.convWorkspace(...sizes) / 16) * 16;
}

export function convolutionCuts(base: Kernels, threads: number, least: Least): Record<string, Cut> {
  const work = (sizes: ConvSizes) => {
    const [batch, channels, height, width, out, kernelH, kernelW, strideH, strideW] = sizes;
    const products = (batch * channels * height * width * out * kernelH * kernelW) / (strideH * strideW);
    return products < least.product ? 0 : products;
  };
  const byImages = (sizes: ConvSizes) => (sizes[0] < threads ? 0 : work(sizes));
  const filters = (sizes: ConvSizes) => ranges(sizes[4], FILTERS, threads, 0, 1);
  /** The images of one piece: how many, and how far on they are in input and output. */
  const images = (sizes: ConvSizes, [from, to]: [number, number]) => {
    const [, channels, height, width, out, kernelH, kernelW, strideH, strideW, padH, padW] = sizes;
    const outH = Math.floor((height + 2 * padH - kernelH) / strideH) + 1;
    const outW = Math.floor((width + 2 * padW - kernelW) / strideW) + 1;
    return {
      sizes: [to - from, ...sizes.slice(1)],
      input: from * channels * height * width * 4,
      output: from * out * outH * outW * 4,
    };
  };
  const pieces = (
    kernel: string,
    sizes: ConvSizes,
    workspace: number,
    operands: (part: ReturnType<typeof images>) => number[],
  ) =>
    ranges(sizes[0], 1, threads, 0, 1).map((range, piece) => {
      const part = images(sizes, range);
      return {
        kernel,
        args: [...operands(part), workspace + piece * pieceWorkspace(base, sizes), ...part.sizes],
      };
    });
  const conv2d: Cut<Parameters<Kernels['conv2d']>> = {
    work: (_x, _w, _bias, _y, _act, _workspace, ...sizes) => byImages(sizes),
    pieces: (x, w, bias, y, act, workspace, ...sizes) =>
      pieces('conv2d', sizes, workspace, ({ input, output }) => [x + input, w, bias, y + output, act]),
  };
  const conv2dGradInput: Cut<Parameters<Kernels['conv2dGradInput']>> = {
    work: (_dy, _w, _dx, _accumulate, _workspace, ...sizes) => byImages(sizes),
    pieces: (dy, w, dx, accumulate, workspace, ...sizes) =>
      pieces('conv2dGradInput', sizes, workspace, ({ input, output }) => [
        dy + output,
        w,
        dx + input,
        accumulate,
      ]),
  };
  const conv2dGradWeight: Cut<Parameters<Kernels['conv2dGradWeight']>> = {
    work: (_dy, _x, _dw, _workspace, ...sizes) => (filters(sizes).length === 1 ? 0 : work(sizes)),
    pieces: (dy, x, dw, workspace, ...sizes) =>
      filters(sizes).map(([from, to], piece) => ({
        kernel: 'conv2dGradWeightRows',
        args: [dy, x, dw, workspace + piece * pieceWorkspace(base, sizes), ...sizes, from, to],
      })),
  };
  return { conv2d, conv2dGradInput, conv2dGradWeight } as Record<string, Cut>;
}
