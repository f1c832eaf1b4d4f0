// Initial values of weights, in place; names, formulas and defaults as in torch.nn.init.
import type { Generator } from '../random/index.js';
import type { Tensor } from '../tensor/index.js';

interface Random {
  rng: Generator;
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
export function uniform(
  t: Tensor,
  { low = 0, high = 1, rng }: Random & { low?: number; high?: number },
): Tensor {
  rng.fillUniform(t.data as Float32Array, low, high);
  return t;
}

/** N(mean, std²). */
export function normal(
  t: Tensor,
  { mean = 0, std = 1, rng }: Random & { mean?: number; std?: number },
): Tensor {
  rng.fillNormal(t.data as Float32Array, mean, std);
  return t;
}

/** N(mean, std²) redrawn until it lies in [low, high]. */
export function truncNormal(
  t: Tensor,
  {
    mean = 0,
    std = 1,
    low = -2,
    high = 2,
    rng,
  }: Random & { mean?: number; std?: number; low?: number; high?: number },
): Tensor {
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
export function xavierUniform(t: Tensor, { gain = 1, rng }: Random & { gain?: number }): Tensor {
  const { fanIn, fanOut } = fans(t);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform(t, { low: -bound, high: bound, rng });
}

/** N(0, gain²·2 / (fanIn + fanOut)). */
export function xavierNormal(t: Tensor, { gain = 1, rng }: Random & { gain?: number }): Tensor {
  const { fanIn, fanOut } = fans(t);
  return normal(t, { std: gain * Math.sqrt(2 / (fanIn + fanOut)), rng });
}

/** U(±√(6 / ((1 + a²)·fanIn))) (He et al. 2015); `a` is the slope of a leaky ReLU. */
export function kaimingUniform(t: Tensor, { a = 0, rng }: Random & { a?: number }): Tensor {
  const bound = Math.sqrt(6 / ((1 + a * a) * fans(t).fanIn));
  return uniform(t, { low: -bound, high: bound, rng });
}

/** N(0, 2 / ((1 + a²)·fanIn)). */
export function kaimingNormal(t: Tensor, { a = 0, rng }: Random & { a?: number }): Tensor {
  return normal(t, { std: Math.sqrt(2 / ((1 + a * a) * fans(t).fanIn)), rng });
}

/** A (semi-)orthogonal matrix times `gain`, trailing dimensions flattened (Saxe et al. 2013). */
export function orthogonal(t: Tensor, { gain = 1, rng }: Random & { gain?: number }): Tensor {
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
