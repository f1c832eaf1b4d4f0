// Convolutions spread over threads: by images, the gradient of the filters by filters. Each piece has a workspace.
import type { ConvSizes } from './conv-kernels.js';
import type { Kernels } from './kernels.js';
import type { Sharing } from './thread-team.js';
import { MIN_PRODUCT, ranges } from './threaded-ranges.js';

/** Filters of a piece: every piece copies all images, so few filters do not pay. */
const FILTERS = 16;

/** The kernels that pieces call. */
export const CONVOLUTIONS = ['conv2d', 'conv2dGradInput', 'conv2dGradWeightRows'] as const;

export function threadedConvolutions(
  base: Kernels,
  team: Sharing,
): Pick<Kernels, 'convWorkspace' | 'conv2d' | 'conv2dGradInput' | 'conv2dGradWeight'> {
  const { size } = team;
  const align = (bytes: number) => Math.ceil(bytes / 16) * 16;
  const share = (sizes: ConvSizes) => align(base.convWorkspace(...sizes));
  const small = (sizes: ConvSizes) => {
    const [batch, channels, height, width, out, kernelH, kernelW, strideH, strideW] = sizes;
    const work = (batch * channels * height * width * out * kernelH * kernelW) / (strideH * strideW);
    return work < MIN_PRODUCT || !team.open;
  };
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
  type Part = ReturnType<typeof images>;
  const run = (
    kernel: 'conv2d' | 'conv2dGradInput',
    sizes: ConvSizes,
    workspace: number,
    operands: (part: Part) => number[],
  ) => {
    team.run(
      ranges(sizes[0], 1, size, 0, 1).map((range, piece) => {
        const part = images(sizes, range);
        return {
          kernel,
          args: [...operands(part), workspace + piece * share(sizes), ...part.sizes],
          work: part.sizes[0]!,
        };
      }),
    );
  };
  return {
    convWorkspace: (...sizes) => size * share(sizes),
    conv2d(x, w, bias, y, act, workspace, ...sizes) {
      if (small(sizes) || sizes[0] < size) return base.conv2d(x, w, bias, y, act, workspace, ...sizes);
      run('conv2d', sizes, workspace, ({ input, output }) => [x + input, w, bias, y + output, act]);
    },
    conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes) {
      if (small(sizes) || sizes[0] < size)
        return base.conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes);
      run('conv2dGradInput', sizes, workspace, ({ input, output }) => [
        dy + output,
        w,
        dx + input,
        accumulate,
      ]);
    },
    conv2dGradWeight(dy, x, dw, workspace, ...sizes) {
      const parts = ranges(sizes[4], FILTERS, size, 0, 1);
      if (small(sizes) || parts.length === 1) return base.conv2dGradWeight(dy, x, dw, workspace, ...sizes);
      team.run(
        parts.map(([from, to], piece) => ({
          kernel: 'conv2dGradWeightRows',
          args: [dy, x, dw, workspace + piece * share(sizes), ...sizes, from, to],
          work: to - from,
        })),
      );
    },
  };
}
