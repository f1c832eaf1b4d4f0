// A training step that is computed over and over on the same tensors: its kernel calls are recorded once and from then
// on repeated, without tape, allocation and JavaScript per operation. As with CUDA graphs (torch.cuda.CUDAGraph), the
// memory of a recorded step is its own, so its results lie in the same place every time.
import { anomalyEnabled } from './anomaly.js';
import { Arena, type Frame, useArena } from './arena.js';
import { tapeLength, truncateTape } from './autograd.js';
import { kernels, wrapKernels } from './engine.js';
import { hostWork } from './host-work.js';
import { type KernelCall, type Kernels, repeatOneByOne } from './kernels/kernels.js';
import type { Tensor } from './tensor.js';

/** Steps with different keys kept at the same time: minibatches of two sizes, and one to spare. */
const MOST_RECORDINGS = 3;
/** Kernels that answer numbers: what those are used for is not known here. */
const ASKED: readonly string[] = ['sumSquares', 'firstNonFinite'];

/** Gives back the memory of steps that are gone. */
const memories = new FinalizationRegistry<Arena>((arena) => arena.dispose());

interface Recording {
  key: readonly unknown[];
  /** The kernels it was recorded with; null: seen once, not recorded yet. */
  kernels: Kernels | null;
  arena: Arena;
  frame: Frame | null;
  results: unknown;
  repeat: () => void;
  /** The weights as they were, and which of them got a gradient. */
  weights: { ptr: number; requiresGrad: boolean; hasGrad: number }[];
}

export class RecordedStep {
  private readonly recordings: Recording[] = [];

  /**
   * @param weights everything with a gradient that the step depends on: it is recorded again when one moves, freezes or thaws
   * @param repeatable false: the step is computed every time, as its author cannot tell what it depends on
   */
  constructor(
    private readonly weights: readonly Tensor[],
    private repeatable = true,
  ) {}

  /**
   * What `compute` returns, its tensors valid until the next run: computed, recorded the second time, and repeated from
   * then on, as long as the key and the backend stay. Results are those of computing it.
   *
   * @param key everything besides the weights that the step depends on: the tensors it reads, and every number that enters
   *   it, in the same order at each run
   * @param compute operations and `backward`; a step that also looks at values, or brings values of its own, is always
   *   computed. It must do the same for the same key.
   */
  run<T>(key: readonly unknown[], compute: () => T): T {
    if (!this.repeatable || anomalyEnabled()) return compute();
    const recording = this.recordings.find((each) => equal(each.key, key));
    if (!recording) {
      this.remember(key);
      return compute();
    }
    if (recording.kernels !== kernels || !this.sameWeights(recording)) return this.record(recording, compute);
    recording.repeat();
    // Somebody may have forgotten gradients since.
    for (let i = 0; i < this.weights.length; i++) this.weights[i]!.hasGrad = recording.weights[i]!.hasGrad;
    return recording.results as T;
  }

  private sameWeights({ weights }: Recording): boolean {
    for (let i = 0; i < weights.length; i++) {
      const [now, then] = [this.weights[i]!, weights[i]!];
      if (now.ptr !== then.ptr || now.requiresGrad !== then.requiresGrad || !now.frame.alive) return false;
    }
    return true;
  }

  private remember(key: readonly unknown[]): void {
    const oldest = this.recordings.length === MOST_RECORDINGS ? this.recordings.shift() : undefined;
    const arena = oldest?.arena ?? this.newArena();
    if (oldest?.frame) arena.leave(oldest.frame);
    this.recordings.push({ key, kernels: null, arena, frame: null, results: null, repeat() {}, weights: [] });
  }

  private newArena(): Arena {
    const arena = new Arena();
    memories.register(this, arena);
    return arena;
  }

  private record<T>(recording: Recording, compute: () => T): T {
    const { arena } = recording;
    if (recording.frame) arena.leave(recording.frame);
    const calls: KernelCall[] = [];
    let asked = false;
    const noted =
      (name: string, kernel: (...args: number[]) => unknown) =>
      (...args: number[]) => {
        // Asking for room is no work.
        if (name !== 'convWorkspace') calls.push([name as KernelCall[0], args]);
        asked ||= ASKED.includes(name);
        return kernel(...args);
      };
    const base = kernels;
    const before = hostWork();
    const mark = tapeLength();
    const others = useArena(arena);
    recording.frame = arena.enter();
    recording.kernels = null;
    try {
      const results = wrapKernels(noted, compute);
      this.repeatable = !asked && hostWork() === before;
      const repeat = base.repeat ? base.repeat(calls) : repeatOneByOne(base, calls);
      const weights = this.weights.map(({ ptr, requiresGrad, hasGrad }) => ({ ptr, requiresGrad, hasGrad }));
      if (this.repeatable) Object.assign(recording, { kernels: base, results, repeat, weights });
      return results;
    } finally {
      useArena(others);
      truncateTape(mark);
    }
  }
}

function equal(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((entry, i) => Object.is(entry, b[i]));
}
