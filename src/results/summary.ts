// Several seeds as one number: mean, interquartile mean, and an interval.
import { bootstrapMean } from '../report/index.js';

export interface Summary {
  mean: number;
  /** 95 % percentile bootstrap interval of the mean. */
  low: number;
  high: number;
  /** Mean without the lowest and the highest quarter. */
  iqm: number;
}

/**
 * The 25 % trimmed mean, as Agarwal et al. (2021), Deep Reinforcement Learning at the Edge of the Statistical
 * Precipice, define it: ⌊n / 4⌋ values are left out at either end, so one of each with five seeds.
 */
export function interquartileMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4);
  const kept = [...values].sort((a, b) => a - b).slice(cut, values.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

export function summarise(values: readonly number[]): Summary {
  return { ...bootstrapMean(values), iqm: interquartileMean(values) };
}

/** `475.3 [470.1, 480.2], interquartile mean 478.0`. */
export function formatSummary(values: readonly number[]): string {
  const { mean, low, high, iqm } = summarise(values);
  const digits = summaryDigits(values);
  const [m, l, h, i] = [mean, low, high, iqm].map((value) => value.toFixed(digits));
  return `${m} [${l}, ${h}], interquartile mean ${i}`;
}

/** Digits after the point that tell such values apart. */
export function summaryDigits(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs)) < 10 ? 2 : 1;
}
