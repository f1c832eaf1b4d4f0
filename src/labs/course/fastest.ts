// Times, as far as a machine that does other things besides lets one take them.
import { noGrad, scope, type Tensor } from '../../tensor/index.js';

/** Milliseconds of the fastest of five times, without gradients. */
export function fastest(work: () => Tensor): number {
  const rounds = Array.from({ length: 5 }, () => {
    const began = performance.now();
    scope(() => noGrad(() => void work()));
    return performance.now() - began;
  });
  return Math.min(...rounds);
}

/** By how much a time grows when what it depends on doubles; `times` are of doublings, and the last two of them count. */
export const growth = (times: readonly number[]) => (times.at(-1)! / times.at(-3)!) ** 0.5;
