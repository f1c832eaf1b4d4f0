// Steps of recurrent layers in plain TypeScript.
import type { RnnKernels } from '../rnn-kernels.js';
import type { MemoryViews } from './memory.js';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export function rnnReference(memory: MemoryViews): RnnKernels {
  return {
    lstmStep(gates, cPrev, c, h, rows, hidden) {
      const f32 = memory.f32;
      for (let e = 0; e < rows * hidden; e++) {
        const at = (gates >>> 2) + gateOffset(e, hidden, 4);
        const i = sigmoid(f32[at]!);
        const f = sigmoid(f32[at + hidden]!);
        const g = Math.tanh(f32[at + 2 * hidden]!);
        const o = sigmoid(f32[at + 3 * hidden]!);
        const cell = f * f32[(cPrev >>> 2) + e]! + i * g;
        f32[at] = i;
        f32[at + hidden] = f;
        f32[at + 2 * hidden] = g;
        f32[at + 3 * hidden] = o;
        f32[(c >>> 2) + e] = cell;
        f32[(h >>> 2) + e] = o * Math.tanh(cell);
      }
    },

    lstmStepGrad(gates, cPrev, c, dh, dc, dGates, rows, hidden) {
      const f32 = memory.f32;
      for (let e = 0; e < rows * hidden; e++) {
        const offset = gateOffset(e, hidden, 4);
        const at = (gates >>> 2) + offset;
        const [i, f] = [f32[at]!, f32[at + hidden]!];
        const [g, o] = [f32[at + 2 * hidden]!, f32[at + 3 * hidden]!];
        const out = f32[(dh >>> 2) + e]!;
        const squashed = Math.tanh(f32[(c >>> 2) + e]!);
        const cell = f32[(dc >>> 2) + e]! + out * o * (1 - squashed * squashed);
        const to = (dGates >>> 2) + offset;
        f32[to] = cell * g * i * (1 - i);
        f32[to + hidden] = cell * f32[(cPrev >>> 2) + e]! * f * (1 - f);
        f32[to + 2 * hidden] = cell * i * (1 - g * g);
        f32[to + 3 * hidden] = out * squashed * o * (1 - o);
        f32[(dc >>> 2) + e] = cell * f;
      }
    },

    gruStep(input, state, hPrev, h, rows, hidden) {
      const f32 = memory.f32;
      for (let e = 0; e < rows * hidden; e++) {
        const offset = gateOffset(e, hidden, 3);
        const at = (input >>> 2) + offset;
        const from = (state >>> 2) + offset;
        const r = sigmoid(f32[at]! + f32[from]!);
        const z = sigmoid(f32[at + hidden]! + f32[from + hidden]!);
        const n = Math.tanh(f32[at + 2 * hidden]! + r * f32[from + 2 * hidden]!);
        f32[at] = r;
        f32[at + hidden] = z;
        f32[at + 2 * hidden] = n;
        f32[(h >>> 2) + e] = n + z * (f32[(hPrev >>> 2) + e]! - n);
      }
    },

    gruStepGrad(gates, state, hPrev, dh, dInput, dState, rows, hidden) {
      const f32 = memory.f32;
      for (let e = 0; e < rows * hidden; e++) {
        const offset = gateOffset(e, hidden, 3);
        const at = (gates >>> 2) + offset;
        const [r, z, n] = [f32[at]!, f32[at + hidden]!, f32[at + 2 * hidden]!];
        const out = f32[(dh >>> 2) + e]!;
        const candidate = out * (1 - z) * (1 - n * n);
        const update = out * (f32[(hPrev >>> 2) + e]! - n) * z * (1 - z);
        const reset = candidate * f32[(state >>> 2) + offset + 2 * hidden]! * r * (1 - r);
        [dInput, dState].forEach((share, side) => {
          const to = (share >>> 2) + offset;
          f32[to] = reset;
          f32[to + hidden] = update;
          f32[to + 2 * hidden] = side === 0 ? candidate : candidate * r;
        });
        f32[(dh >>> 2) + e] = out * z;
      }
    },

    clearRows(x, starts, y, rows, cols) {
      const f32 = memory.f32;
      for (let e = 0; e < rows * cols; e++) {
        const clear = f32[(starts >>> 2) + Math.floor(e / cols)] !== 0;
        f32[(y >>> 2) + e] = clear ? 0 : f32[(x >>> 2) + e]!;
      }
    },
  };
}

/** Where the first gate of element `e` of rows × hidden lies in rows × (gates · hidden). */
function gateOffset(e: number, hidden: number, gates: number): number {
  return e + Math.floor(e / hidden) * (gates - 1) * hidden;
}
