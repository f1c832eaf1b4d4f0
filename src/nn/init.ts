// Initial values of weights, in place; names, formulas and defaults as in torch.nn.init.
import { withDefaults } from '../io/options.js';
import { type Generator, requireGenerator } from '../random/index.js';
import type { Tensor } from '../tensor/index.js';

interface Random {
  rng: Generator;
}

/** The options over their defaults. @throws TypeError when the generator is missing. */
function settings<D extends object>(
  who: string,
  given: { [Name in keyof D]?: D[Name] } & Random,
  defaults: D,
): D & Random {
  const merged = withDefaults<D & Random>(who, given as D & Random, { ...defaults, rng: undefined as never });
  requireGenerator(`${who}(tensor, { rng })`, merged.rng);
  return merged;
}

export function constant(t: Tensor, value: number): Tensor {
  t.data.fill(value);
  return t;
}

export function zeros(t: Tensor): Tensor {
  return constant(t, 0);
}

export function ones(t: Tensor): Tensor {
  return constant(t, 1);
}

/** U(low, high). */
export function uniform(t: Tensor, options: Random & { low?: number; high?: number }): Tensor {
  const { low, high, rng } = settings('uniform', options, { low: 0, high: 1 });
  rng.fillUniform(t.data as Float32Array, low, high);
  return t;
}

/** N(mean, std²). */
export function normal(t: Tensor, options: Random & { mean?: number; std?: number }): Tensor {
  const { mean, std, rng } = settings('normal', options, { mean: 0, std: 1 });
  rng.fillNormal(t.data as Float32Array, mean, std);
  return t;
}

/** N(mean, std²) redrawn until it lies in [low, high]. */
export function truncNormal(
  t: Tensor,
  options: Random & { mean?: number; std?: number; low?: number; high?: number },
): Tensor {
  const { mean, std, low, high, rng } = settings('truncNormal', options, {
    mean: 0,
    std: 1,
    low: -2,
    high: 2,
  });
  if (!(low < high)) throw new RangeError(`truncNormal: low must be below high, got ${low} and ${high}.`);
  const data = t.data;
  for (let i = 0; i < data.length; i++) {
    let value: number;
    do value = mean + std * rng.standardNormal();
    while (value < low || value > high);
    data[i] = value;
  }
  return t;
}

/** U(±gain·√(6 / (fanIn + fanOut))) (Glorot & Bengio 2010). */
export function xavierUniform(t: Tensor, options: Random & { gain?: number }): Tensor {
  const { gain, rng } = settings('xavierUniform', options, { gain: 1 });
  const { fanIn, fanOut } = fans(t);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform(t, { low: -bound, high: bound, rng });
}

/** N(0, gain²·2 / (fanIn + fanOut)). */
export function xavierNormal(t: Tensor, options: Random & { gain?: number }): Tensor {
  const { gain, rng } = settings('xavierNormal', options, { gain: 1 });
  const { fanIn, fanOut } = fans(t);
  return normal(t, { std: gain * Math.sqrt(2 / (fanIn + fanOut)), rng });
}

/** U(±√(6 / ((1 + a²)·fanIn))) (He et al. 2015); `a` is the slope of a leaky ReLU. */
export function kaimingUniform(t: Tensor, options: Random & { a?: number }): Tensor {
  const { a, rng } = settings('kaimingUniform', options, { a: 0 });
  const bound = Math.sqrt(6 / ((1 + a * a) * fans(t).fanIn));
  return uniform(t, { low: -bound, high: bound, rng });
}

/** N(0, 2 / ((1 + a²)·fanIn)). */
export function kaimingNormal(t: Tensor, options: Random & { a?: number }): Tensor {
  const { a, rng } = settings('kaimingNormal', options, { a: 0 });
  return normal(t, { std: Math.sqrt(2 / ((1 + a * a) * fans(t).fanIn)), rng });
}

/** A (semi-)orthogonal matrix times `gain`, trailing dimensions flattened (Saxe et al. 2013). */
export function orthogonal(t: Tensor, options: Random & { gain?: number }): Tensor {
  const { gain, rng } = settings('orthogonal', options, { gain: 1 });
  if (t.ndim < 2) throw new RangeError(`orthogonal: needs at least two dimensions, got shape [${t.shape}].`);
  const rows = t.shape[0]!;
  const cols = t.size / rows;
  const [count, length] = rows < cols ? [rows, cols] : [cols, rows];
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const v = Float64Array.from({ length }, () => rng.standardNormal());
    // Twice is enough for Gram-Schmidt to reach machine precision.
    for (let pass = 0; pass < 2; pass++) for (const u of basis) subtractProjection(v, u);
    const norm = euclidean(v);
    if (norm > 1e-8) basis.push(v.map((x) => x / norm));
  }
  const data = t.data;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) data[i * cols + j] = gain * (rows < cols ? basis[i]![j]! : basis[j]![i]!);
  }
  return t;
}

/** Inputs and outputs per unit: [out, in, …kernel]. */
export function fans(t: Tensor): { fanIn: number; fanOut: number } {
  if (t.ndim < 2)
    throw new RangeError(`fan in and fan out need at least two dimensions, got shape [${t.shape}].`);
  const [out, into] = [t.shape[0]!, t.shape[1]!];
  const receptive = t.size / (out * into);
  return { fanIn: into * receptive, fanOut: out * receptive };
}

/** The 2-norm, scaled against overflow and summed with Kahan's compensation, as `Math.hypot` does for as few as it can take. */
export function euclidean(v: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < v.length; i++) largest = Math.max(largest, Math.abs(v[i]!));
  if (largest === 0) return 0;
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < v.length; i++) {
    const ratio = Math.abs(v[i]!) / largest;
    const term = ratio * ratio - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}

function subtractProjection(v: Float64Array, u: Float64Array): void {
  let dot = 0;
  for (let i = 0; i < v.length; i++) dot += v[i]! * u[i]!;
  for (let i = 0; i < v.length; i++) v[i]! -= dot * u[i]!;
}
