// Convolutions spread over threads by images: each piece has a workspace, and room for its share of the gradient of the
// filters.
import type { ConvSizes } from './conv-kernels.js';
import type { Kernels } from './kernels.js';
import type { ThreadTeam } from './thread-team.js';
import { ranges } from './threaded-ranges.js';

/** Calls of fewer multiply-adds than this stay with the calling thread. */
const MIN_PRODUCT = 400_000;

/** The kernels that pieces call. */
export const CONVOLUTIONS = ['conv2d', 'conv2dGradInput', 'conv2dGradWeight'] as const;

export function threadedConvolutions(
  base: Kernels,
  team: ThreadTeam,
): Pick<Kernels, 'convWorkspace' | (typeof CONVOLUTIONS)[number]> {
  const { size } = team;
  const align = (bytes: number) => Math.ceil(bytes / 16) * 16;
  const filterBytes = ([, channels, , , out, height, width]: ConvSizes) =>
    align(channels * out * height * width * 4);
  const share = (sizes: ConvSizes) => align(base.convWorkspace(...sizes)) + filterBytes(sizes);
  const small = (sizes: ConvSizes) => {
    const [batch, channels, height, width, out, kernelH, kernelW, strideH, strideW] = sizes;
    const work = (batch * channels * height * width * out * kernelH * kernelW) / (strideH * strideW);
    return work < MIN_PRODUCT || batch < size || !team.open;
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
    kernel: (typeof CONVOLUTIONS)[number],
    sizes: ConvSizes,
    workspace: number,
    operands: (part: Part, piece: number) => number[],
  ) => {
    team.run(
      ranges(sizes[0], 1, size, 0, 1).map((range, piece) => {
        const part = images(sizes, range);
        return {
          kernel,
          args: [...operands(part, piece), workspace + piece * share(sizes), ...part.sizes],
          work: part.sizes[0]!,
        };
      }),
    );
  };
  return {
    convWorkspace: (...sizes) => size * share(sizes),
    conv2d(x, w, bias, y, act, workspace, ...sizes) {
      if (small(sizes)) return base.conv2d(x, w, bias, y, act, workspace, ...sizes);
      run('conv2d', sizes, workspace, ({ input, output }) => [x + input, w, bias, y + output, act]);
    },
    conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes) {
      if (small(sizes)) return base.conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes);
      run('conv2dGradInput', sizes, workspace, ({ input, output }) => [
        dy + output,
        w,
        dx + input,
        accumulate,
      ]);
    },
    conv2dGradWeight(dy, x, dw, workspace, ...sizes) {
      if (small(sizes)) return base.conv2dGradWeight(dy, x, dw, workspace, ...sizes);
      const bytes = filterBytes(sizes);
      const sums = (piece: number) => (piece === 0 ? dw : workspace + (piece + 1) * share(sizes) - bytes);
      for (let piece = 1; piece < size; piece++) base.fill(sums(piece), bytes / 4, 0);
      run('conv2dGradWeight', sizes, workspace, ({ input, output }, piece) => [
        dy + output,
        x + input,
        sums(piece),
      ]);
      const [, channels, , , out, kernelH, kernelW] = sizes;
      for (let piece = 1; piece < size; piece++)
        base.copy(sums(piece), dw, channels * out * kernelH * kernelW, 1);
    },
  };
}
