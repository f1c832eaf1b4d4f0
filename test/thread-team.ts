// A team of kernel threads for tests: it shares every call that is large enough, however busy the machine is.
import { heap } from '../src/tensor/engine.js';
import { KERNEL_SCRATCH_BYTES, type Kernels } from '../src/tensor/kernels/kernels.js';
import { chooseModule, compiled, loadKernels } from '../src/tensor/kernels/load.js';
import { ThreadTeam } from '../src/tensor/kernels/thread-team.js';
import { THREADED_KERNELS, threadedKernels } from '../src/tensor/kernels/threaded.js';
import type { Piece } from '../src/tensor/kernels/threaded-ranges.js';

const scratches: number[] = [];
/** Calls are shared from this size on, on every backend. */
const LEAST = { product: 100_000, elements: 8192 };

export interface TestTeam {
  team: ThreadTeam;
  /** Kernels of one thread, and the same spread over the team. */
  single: Kernels;
  kernels: Kernels;
  /** Pieces there have been, and how many of them the calling thread did itself. */
  counts: { pieces: number; own: number };
}

/** Starts a team of `threads` whose workers dawdle up to `delay` milliseconds at every turn; the engine's memory must be shared. */
export async function startTeam(threads: number, delay = 0): Promise<TestTeam> {
  const variant = chooseModule({});
  if (variant === 'reference') throw new Error('There are no threads for the reference kernels.');
  while (scratches.length < threads) scratches.push(heap.allocate(KERNEL_SCRATCH_BYTES));
  const single = loadKernels({ memory: heap.memory as WebAssembly.Memory, scratch: scratches[0]! });
  const counts = { pieces: 0, own: 0 };
  const counted = { ...single } as Record<string, unknown>;
  for (const name of THREADED_KERNELS) {
    const kernel = counted[name] as ((...args: number[]) => void) | undefined;
    counted[name] = (...args: number[]) => {
      counts.own++;
      kernel!(...args);
    };
  }
  class CountingTeam extends ThreadTeam {
    override run(pieces: readonly Piece[]): void {
      counts.pieces += pieces.length;
      super.run(pieces);
    }
  }
  const team = new CountingTeam({
    module: compiled(variant, true),
    memory: heap.memory as WebAssembly.Memory,
    scratches: scratches.slice(1, threads),
    scratchBytes: KERNEL_SCRATCH_BYTES,
    kernels: counted as unknown as Kernels,
    names: THREADED_KERNELS,
    paces: { shares: () => true, settle() {} },
    delay,
  });
  await team.started;
  return { team, single, counts, kernels: threadedKernels(single, team, LEAST) };
}
