// Parallel coordinates (Inselberg 1985): an axis for each parameter and the value, a line for each trial.
import { formatValue } from '../../io/setting-text.js';
import { escapeXml } from '../../report/plot.js';
import { axisTicks, formatTick } from '../../report/ticks.js';
import { type Dimension, dimensionsOf, pointOf, valueAt } from '../dimensions.js';
import { ranked } from '../ranking.js';
import type { StudyResult } from '../results.js';
import type { TrialRecord } from '../settings.js';

const HEIGHT = 380;
const [TOP, BOTTOM] = [46, HEIGHT - 20];
/** Between axes, and at least so much for all. */
const GAP = 130;
const MARGIN = 60;

export function parallelCoordinates({
  settings,
  trials,
  best,
}: Pick<StudyResult, 'settings' | 'trials' | 'best'>): string {
  const dimensions = dimensionsOf(settings.space);
  const valued = ranked(trials).filter(({ value }) => Number.isFinite(value));
  const values = valued.map(({ value }) => value!);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const toY = (share: number) => round(BOTTOM - share * (BOTTOM - TOP));
  const ofValue = (value: number) => toY(high > low ? (value - low) / (high - low) : 0.5);
  const x = (axis: number) => MARGIN + axis * GAP;
  const place = (dimension: Dimension, at: number) =>
    toY(dimension.ordered ? at : dimension.levels === 1 ? 0.5 : (at + 0.5) / dimension.levels);
  const line = (record: TrialRecord, i: number) => {
    const point = pointOf(dimensions, record.params);
    const places = [...dimensions.map((each, axis) => place(each, point[axis]!)), ofValue(record.value!)];
    const d = places.map((y, axis) => `${axis === 0 ? 'M' : 'L'}${x(axis)} ${y}`).join('');
    const isBest = record.trial === best.trial;
    const strength = isBest ? 1 : 0.12 + 0.5 * (1 - i / Math.max(1, valued.length - 1)) ** 2;
    const look = `stroke="var(--${isBest ? 'marks' : 'line'})" stroke-opacity="${round(strength, 100)}" stroke-width="${isBest ? 2.5 : 1.5}"`;
    const dashes = record.status === 'pruned' ? ' stroke-dasharray="4 4"' : '';
    return `<path d="${d}" fill="none" ${look}${dashes}><title>trial ${record.trial}</title></path>`;
  };
  const axes = dimensions.map((each, axis) => drawAxis(x(axis), each.key, marks(each, place)));
  const ticks = axisTicks(low, high, 6).map((tick) => [ofValue(tick), formatTick(tick)] as const);
  const width = MARGIN + dimensions.length * GAP + MARGIN;
  return `<svg viewBox="0 0 ${width} ${HEIGHT}" font-size="11" fill="var(--ink)" role="img" aria-label="Parallel coordinates">
${valued.map(line).reverse().join('\n')}
${[...axes, drawAxis(x(dimensions.length), 'value', ticks)].join('\n')}
</svg>`;
}

type Mark = readonly [y: number, text: string];

/** Some values of an axis: all of a choice, else the ends and some between. */
function marks(dimension: Dimension, place: (dimension: Dimension, at: number) => number): Mark[] {
  const { levels, ordered, parameter } = dimension;
  if (parameter.type === 'choice') {
    return parameter.values.map((value, i) => [
      place(dimension, ordered ? (i + 0.5) / levels : i),
      formatValue(value),
    ]);
  }
  return [0, 0.25, 0.5, 0.75, 1].map((at) => [place(dimension, at), short(valueAt(dimension, at))]);
}

function short(value: unknown): string {
  return typeof value === 'number' ? formatTick(Number(value.toPrecision(3))) : String(value);
}

function drawAxis(x: number, name: string, all: readonly Mark[]): string {
  const texts = all.map(
    ([y, text]) => `<text x="${x + 6}" y="${y + 4}" fill="var(--muted)">${escapeXml(text)}</text>`,
  );
  return `<path d="M${x} ${TOP}V${BOTTOM}" stroke="var(--muted)"/>
<text x="${x}" y="${TOP - 16}" text-anchor="middle">${escapeXml(name)}</text>${texts.join('')}`;
}

function round(value: number, parts = 10): number {
  return Math.round(value * parts) / parts;
}
