// Markdown tables and the numbers in them.

/** A Markdown table; the first column is left-aligned, the others right-aligned. */
export function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** Three significant digits, thousands separated. */
export function number(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

export function microseconds(value: number | undefined): string {
  if (value === undefined) return '–';
  return value < 10_000 ? `${number(value)} µs` : `${number(value / 1000)} ms`;
}

/** `a / b`, as in "how many times faster"; a dash where one of them was not measured. */
export function ratio(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? '–' : `**${(a / b).toFixed(2)}x**`;
}

export function perSecond(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 1e6 ? `${number(value / 1e6)} M` : number(value);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function geometricMean(values: number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
