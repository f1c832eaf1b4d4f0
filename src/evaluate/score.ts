// Returns as text: as many digits as it takes to tell them apart, from each other and from a threshold.

/** What is known of a number of episodes; also a group of seeds. */
export interface Score {
  mean: number;
  std: number;
}

const MAX_DIGITS = 6;

/**
 * Digits after the point: three that count of the larger of mean and spread, at least one, and more where rounding
 * would carry the mean across the threshold.
 */
export function scoreDigits({ mean, std }: Score, threshold?: number): number {
  const size = Math.max(Math.abs(mean), std);
  const significant = size > 0 && Number.isFinite(size) ? 2 - Math.floor(Math.log10(size)) : 1;
  let digits = Math.min(Math.max(significant, 1), MAX_DIGITS);
  if (threshold === undefined) return digits;
  const solved = mean >= threshold;
  while (digits < MAX_DIGITS && Number(mean.toFixed(digits)) >= threshold !== solved) digits++;
  return digits;
}

/**
 * Mean ± standard deviation.
 *
 * @example formatScore({ mean: 0.68, std: 0.47 }, 0.7) // '0.680 ± 0.470'
 */
export function formatScore(score: Score, threshold?: number): string {
  const digits = scoreDigits(score, threshold);
  return `${score.mean.toFixed(digits)} ± ${score.std.toFixed(digits)}`;
}

/** A single return, with the digits that count. */
export function formatReturn(value: number): string {
  return value.toFixed(scoreDigits({ mean: value, std: 0 }));
}

/** The share of episodes that ended with success, as a percentage. */
export function formatSuccess(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

/** Means of what is tracked, each after a comma: `, x_pos 269.3`; nothing where nothing is. */
export function formatTracked(tracked: Readonly<Record<string, number>> = {}): string {
  return Object.entries(tracked)
    .map(([name, mean]) => `, ${name} ${formatReturn(mean)}`)
    .join('');
}

/** Mean returns that a score is measured by. */
export interface References {
  random: number;
  expert: number;
}

/**
 * How far a return lies on the way from a random policy (0) to an expert (100): 100 (x - random) / (expert - random).
 * Source: Fu et al. (2020), D4RL, section 4.
 *
 * @example normalizedScore(261, { random: 22, expert: 500 }) // 50
 */
export function normalizedScore(mean: number, { random, expert }: References): number {
  return (100 * (mean - random)) / (expert - random);
}

/** The quantile of the normal distribution that leaves 2.5 % above. */
const Z = 1.959964;

/**
 * Wilson's 95 % interval of a share that was found in `n` trials. Source: Wilson (1927), "Probable inference, the law of
 * succession, and statistical inference".
 *
 * @example wilsonInterval(0.865, 100) // [0.784, 0.919]
 */
export function wilsonInterval(share: number, n: number): readonly [low: number, high: number] {
  const scale = 1 + Z ** 2 / n;
  const centre = (share + Z ** 2 / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return [centre - half, centre + half];
}
