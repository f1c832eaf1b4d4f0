// Optimiser updates over one flat buffer, in plain TypeScript with float64 intermediates.
import type { OptimKernels } from '../kernels.js';
import type { MemoryViews } from './memory.js';

export function optimReference(memory: MemoryViews): OptimKernels {
  /** Views of n floats at each pointer. */
  const at = (n: number, ...pointers: number[]) => {
    const f32 = memory.f32;
    return pointers.map((ptr) => f32.subarray(ptr >>> 2, (ptr >>> 2) + n));
  };

  return {
    sgd(p, g, momentumBuf, n, lr, momentum, dampening, weightDecay, nesterov, firstStep, maximize) {
      const [param, grad, buf] = at(n, p, g, momentumBuf) as Float32Array[];
      for (let i = 0; i < n; i++) {
        let d = (maximize ? -grad![i]! : grad![i]!) + weightDecay * param![i]!;
        if (momentum !== 0) {
          buf![i] = firstStep ? d : momentum * buf![i]! + (1 - dampening) * d;
          d = nesterov ? d + momentum * buf![i]! : buf![i]!;
        }
        param![i]! -= lr * d;
      }
    },

    adam(
      p,
      g,
      m,
      v,
      maxSq,
      n,
      lr,
      beta1,
      beta2,
      eps,
      weightDecay,
      decoupled,
      biasCorrection1,
      biasCorrection2,
    ) {
      const [param, grad, mean, square, largest] = at(n, p, g, m, v, maxSq) as Float32Array[];
      const root = Math.sqrt(biasCorrection2);
      for (let i = 0; i < n; i++) {
        const decayed = decoupled ? param![i]! * (1 - lr * weightDecay) : param![i]!;
        const d = decoupled ? grad![i]! : grad![i]! + weightDecay * param![i]!;
        mean![i] = mean![i]! + (1 - beta1) * (d - mean![i]!);
        square![i] = beta2 * square![i]! + (1 - beta2) * d * d;
        if (maxSq) largest![i] = Math.max(largest![i]!, square![i]!);
        const denominator = Math.sqrt(maxSq ? largest![i]! : square![i]!) / root + eps;
        param![i] = decayed - ((lr / biasCorrection1) * mean![i]!) / denominator;
      }
    },

    rmsprop(p, g, sq, gradAvg, buf, n, lr, alpha, eps, weightDecay, momentum, centered) {
      const [param, grad, square, average, velocity] = at(n, p, g, sq, gradAvg, buf) as Float32Array[];
      for (let i = 0; i < n; i++) {
        const d = grad![i]! + weightDecay * param![i]!;
        square![i] = alpha * square![i]! + (1 - alpha) * d * d;
        let variance = square![i]!;
        if (centered) {
          average![i] = average![i]! + (1 - alpha) * (d - average![i]!);
          variance = Math.max(0, variance - average![i]! ** 2);
        }
        let step = d / (Math.sqrt(variance) + eps);
        if (momentum !== 0) step = velocity![i] = momentum * velocity![i]! + step;
        param![i]! -= lr * step;
      }
    },

    adagrad(p, g, sum, n, lr, eps, weightDecay) {
      const [param, grad, total] = at(n, p, g, sum) as Float32Array[];
      for (let i = 0; i < n; i++) {
        const d = grad![i]! + weightDecay * param![i]!;
        total![i]! += d * d;
        param![i]! -= (lr * d) / (Math.sqrt(total![i]!) + eps);
      }
    },

    polyak(target, source, n, tau) {
      const [to, from] = at(n, target, source) as Float32Array[];
      for (let i = 0; i < n; i++) to![i] = tau === 1 ? from![i]! : to![i]! + tau * (from![i]! - to![i]!);
    },

    sumSquares(x, n) {
      let sum = 0;
      for (const value of at(n, x)[0]!) sum += value * value;
      return sum;
    },

    scale(x, n, s) {
      const [values] = at(n, x);
      for (let i = 0; i < n; i++) values![i]! *= s;
    },

    clampInPlace(x, n, limit) {
      const [values] = at(n, x);
      for (let i = 0; i < n; i++) values![i] = Math.min(Math.max(values![i]!, -limit), limit);
    },
  };
}
