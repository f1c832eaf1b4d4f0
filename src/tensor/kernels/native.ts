// The optional native kernels (`npm run build:native`): a Node-API add-on that works in place on the WASM memory, with
// vectors twice or four times as wide as WASM's.
import {
  isIndexed,
  type KernelCall,
  type Kernels,
  type LinearMemory,
  repeatOneByOne,
  requireInRange,
} from './kernels.js';

/** What `native/addon.c` exports. */
export interface NativeAddon {
  readonly instructionSet: 'avx512' | 'avx2' | 'neon' | 'sse2';
  /** The kernels it has, with the names and arguments of `Kernels`; their places are their numbers in commands. */
  readonly kernels: readonly { name: string; arguments: number }[];
  /** Pointers are offsets into `bytes`, commands come in `commands` from now on. */
  bind(bytes: Uint8Array, commands: Float64Array): void;
  /** Runs what `commands` holds: their count, then each one's number and arguments. The last result replaces the count. */
  run(): void;
}

/** Numbers that the longest command takes. */
export const COMMAND_SIZE = 24;

/**
 * The add-on.
 *
 * @param path where it is; default: as built in this package.
 * @throws Error where there is none: not built, not Node, or a processor without vectors wider than WASM's.
 */
export function requireNative(path = nativePath()): NativeAddon {
  if (typeof process === 'undefined' || !process.getBuiltinModule)
    throw new Error("The native backend needs Node.js 20.16 or later: choose 'wasm' or 'auto'.");
  if (path === null) {
    throw new Error(
      "The native backend has not been built: run `npm run build:native` (it needs a C compiler), or choose 'auto'.",
    );
  }
  const module = { exports: {} };
  process.dlopen(module, path);
  const native = module.exports as NativeAddon;
  if (native.instructionSet !== 'sse2') return native;
  throw new Error("This processor has no vectors wider than WebAssembly's: choose 'wasm' or 'auto'.");
}

/** The same, or null where there is none. */
export function loadNative(path?: string): NativeAddon | null {
  try {
    return requireNative(path);
  } catch {
    return null;
  }
}

/** Path of the built add-on, or null. */
export function nativePath(): string | null {
  const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  if (!builtin) return null;
  const { existsSync } = builtin('node:fs');
  const { fileURLToPath } = builtin('node:url');
  // Compiled files lie one folder deeper than the sources, bundled ones less deep: the package is where the C sources are.
  for (const up of ['../../', '../../../', '../../../../']) {
    const folder = new URL(`${up}native/`, import.meta.url);
    if (!existsSync(new URL('addon.c', folder))) continue;
    const path = fileURLToPath(new URL('build/Release/trainyard.node', folder));
    return existsSync(path) ? path : null;
  }
  return null;
}

type Kernel = (...args: number[]) => number;

/**
 * `base` with the kernels that `native` has computed by it. A call writes its arguments into a list that the add-on reads:
 * 30 ns for fifteen of them, against 80 ns for converting them one by one.
 *
 * @throws Error when the add-on has been built from other sources.
 */
export function nativeKernels(base: Kernels, native: NativeAddon, memory: LinearMemory): Kernels {
  const commands = new Float64Array(COMMAND_SIZE);
  let bytes: Uint8Array = new Uint8Array(0);
  let bound: Float64Array = commands;
  /** Lets the add-on read `list`, in the memory as it is now. */
  const use = (list: Float64Array) => {
    // A memory that has grown leaves its former buffer empty; a shared one grows in place.
    if (bytes.length > 0 && bound === list) return;
    if (bytes.length === 0) bytes = new Uint8Array(memory.buffer);
    native.bind(bytes, list);
    bound = list;
  };
  const run = () => {
    use(commands);
    commands[0] = 1;
    native.run();
    return commands[0]!;
  };
  // Arguments spelled out, as lists of them would be made and collected with every call.
  // biome-ignore format: as long as the longest command
  const long = (number: number): Kernel =>
    (a, b, c, d, e, f, g, h, i = 0, j = 0, k = 0, l = 0, m = 0, n = 0, o = 0, p = 0, q = 0) => {
      commands[1] = number;
      commands[2] = a!; commands[3] = b!; commands[4] = c!; commands[5] = d!; commands[6] = e!; commands[7] = f!;
      commands[8] = g!; commands[9] = h!; commands[10] = i; commands[11] = j; commands[12] = k; commands[13] = l;
      commands[14] = m; commands[15] = n; commands[16] = o; commands[17] = p; commands[18] = q;
      return run();
    };
  // biome-ignore format: likewise
  const short = (number: number): Kernel =>
    (a, b, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0) => {
      commands[1] = number;
      commands[2] = a!; commands[3] = b!; commands[4] = c; commands[5] = d; commands[6] = e; commands[7] = f;
      commands[8] = g; commands[9] = h;
      return run();
    };
  const table = base as unknown as Record<string, Kernel>;
  const own: Record<string, Kernel> = {};
  for (const [number, { name, arguments: count }] of native.kernels.entries()) {
    if (table[name]?.length !== count) {
      throw new Error(
        `The native add-on is of another version (${name}): run \`npm run build:native\` again.`,
      );
    }
    own[name] = count > 8 ? long(number) : short(number);
  }
  const numbers = new Map(native.kernels.map(({ name }, number) => [name, number]));
  /** One list for neighbours that the add-on has; it ends after indices, as the last answer is the one that is told. */
  const repeat = (calls: readonly KernelCall[]) => {
    const steps: (() => void)[] = [];
    for (let i = 0; i < calls.length; ) {
      const list = [0];
      let last = '';
      for (; i < calls.length && numbers.has(calls[i]![0]) && !isIndexed(last); i++, list[0]!++) {
        const [name, args] = calls[i]!;
        list.push(numbers.get(name)!, ...args);
        last = name;
      }
      if (list[0]! > 0) {
        const recorded = Float64Array.from(list);
        steps.push(() => {
          recorded[0] = list[0]!;
          use(recorded);
          native.run();
          if (isIndexed(last)) requireInRange(last, recorded[0]!);
        });
      } else steps.push(repeatOneByOne(base, [calls[i++]!]));
    }
    return () => {
      for (const step of steps) step();
    };
  };
  return {
    ...base,
    ...own,
    repeat,
    backend: 'native',
    instructionSet: native.instructionSet,
    // The add-on finds room to work in by itself.
    convWorkspace: () => 0,
  };
}
