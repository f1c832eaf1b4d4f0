// What one core can do at most with 128-bit vectors: the yardstick for the kernels.
import asc from 'assemblyscript/asc';

/** Twelve independent chains of multiply-adds hide the latency of the instruction; nothing touches memory. */
const CHAINS = 12;
const source = (step: (chain: string) => string) => `
export function run(rounds: i32): f32 {
  const x = f32x4.splat(0.999), y = f32x4.splat(0.001);
  ${Array.from({ length: CHAINS }, (_, i) => `let a${i} = f32x4.splat(${i}.0);`).join(' ')}
  do {
    ${Array.from({ length: CHAINS }, (_, i) => `a${i} = ${step(`a${i}`)};`).join(' ')}
  } while (--rounds > 0);
  ${Array.from({ length: CHAINS - 1 }, (_, i) => `a0 = f32x4.add(a0, a${i + 1});`).join(' ')}
  return f32x4.extract_lane(a0, 0);
}`;

const OPERATIONS = {
  plain: (a: string) => `f32x4.add(f32x4.mul(${a}, x), y)`,
  fma: (a: string) => `f32x4.relaxed_madd(${a}, x, y)`,
};

/** Best billions of floating-point operations a second over a few rounds; 0 where the engine lacks relaxed SIMD. */
export async function peak(kind: keyof typeof OPERATIONS): Promise<number> {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const { binary, error, stderr } = await asc.compileString(source(OPERATIONS[kind]), {
    optimizeLevel: 3,
    runtime: 'stub',
    enable: ['simd', 'relaxed-simd'],
  } as never);
  if (error || !binary) throw new Error(`The peak measurement does not compile:\n${stderr}`);
  const bytes = binary as Uint8Array<ArrayBuffer>;
  if (!WebAssembly.validate(bytes)) return 0;
  // The baseline compiler's code would run for a while before the optimised one replaces it.
  setFlagsFromString('--no-liftoff');
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const run = instance.exports.run as (rounds: number) => number;
  run(1);
  setFlagsFromString('--liftoff');
  const rounds = 1_000_000;
  let best = 0;
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    run(rounds);
    best = Math.max(best, (rounds * CHAINS * 8) / (performance.now() - start) / 1e6);
  }
  return best;
}
