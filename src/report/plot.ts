// Line plots as SVG text for the documentation: curves with bands, axes, a legend, reference lines.
import { FONT_FAMILY } from './fonts.js';
import { axisTicks, formatTick } from './ticks.js';

export interface PlotSeries {
  label: string;
  x: readonly number[];
  y: readonly number[];
  /** Ends of an interval around `y`, drawn as a band. */
  low?: readonly number[];
  high?: readonly number[];
  /** Default: the next of the palette. */
  color?: string;
}

export interface PlotOptions {
  series: readonly PlotSeries[];
  title?: string;
  xLabel?: string;
  yLabel?: string;
  /** Horizontal lines, e.g. the score at which a task counts as solved. */
  references?: readonly { y: number; label: string }[];
  width?: number;
  height?: number;
}

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Told apart with any kind of colour vision (Okabe and Ito 2008). */
const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#444444'];
const INK = '#24292f';
const FAINT = '#6e7781';
const GRID = '#e7eaee';
const TICKS = 6;
const LEGEND_ROW = 20;

/** A plot on a white card, readable on light and dark pages. */
export function linePlot({
  series,
  title = '',
  xLabel = '',
  yLabel = '',
  references = [],
  width = 640,
  height = 400,
}: PlotOptions): string {
  const legend = layOutLegend(series, width - 86);
  const frame: Frame = {
    left: yLabel ? 76 : 58,
    right: width - 24,
    top: title ? 48 : 20,
    bottom: height - (xLabel ? 52 : 34) - legend.rows * LEGEND_ROW,
  };
  const [x0, x1] = extent(series.flatMap(({ x }) => [x[0]!, x[x.length - 1]!]));
  const values = series.flatMap(({ y, low = [], high = [] }) => [...y, ...low, ...high]);
  const [y0, y1] = padded(extent([...values, ...references.map(({ y }) => y)]));
  const toX = (x: number) => round(frame.left + ((x - x0) / (x1 - x0)) * (frame.right - frame.left));
  const toY = (y: number) => round(frame.bottom - ((y - y0) / (y1 - y0)) * (frame.bottom - frame.top));

  const body = [
    ...axisTicks(y0, y1, TICKS).flatMap((tick) => [
      `<path d="M${frame.left} ${toY(tick)}H${frame.right}" stroke="${GRID}"/>`,
      text(frame.left - 8, toY(tick) + 4, formatTick(tick), `text-anchor="end" fill="${FAINT}"`),
    ]),
    ...axisTicks(x0, x1, TICKS).map((tick) =>
      text(toX(tick), frame.bottom + 19, formatTick(tick), `text-anchor="middle" fill="${FAINT}"`),
    ),
    ...references.flatMap(({ y, label }) => [
      `<path d="M${frame.left} ${toY(y)}H${frame.right}" stroke="${FAINT}" stroke-dasharray="5 4"/>`,
      text(frame.left + 6, toY(y) - 5, label, `font-size="11" fill="${FAINT}"`),
    ]),
    ...series.map((each, i) => drawSeries(each, colorOf(each, i), toX, toY)),
    `<path d="M${frame.left} ${frame.bottom}H${frame.right}" stroke="${FAINT}"/>`,
    ...drawLabels(frame, { title, xLabel, yLabel }),
    ...legend.entries.map(({ label, x, row }, i) => {
      const y = frame.bottom + (xLabel ? 58 : 40) + row * LEGEND_ROW;
      const color = colorOf(series[i]!, i);
      return `<path d="M${frame.left + x} ${y - 4}h18" stroke="${color}" stroke-width="3"/>${text(frame.left + x + 25, y, label)}`;
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT_FAMILY}, Verdana, sans-serif" font-size="12" fill="${INK}">
<rect width="${width}" height="${height}" rx="8" fill="#fff"/>
${body.join('\n')}
</svg>
`;
}

function drawSeries(
  { x, y, low, high }: PlotSeries,
  color: string,
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  const points = (ys: readonly number[]) => x.map((at, i) => `${toX(at)},${toY(ys[i]!)}`);
  const line = `<polyline points="${points(y).join(' ')}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"/>`;
  if (!low || !high) return line;
  const outline = [...points(high), ...points(low).reverse()].join(' ');
  return `<polygon points="${outline}" fill="${color}" fill-opacity="0.16"/>${line}`;
}

function drawLabels(
  frame: Frame,
  { title, xLabel, yLabel }: { title: string; xLabel: string; yLabel: string },
) {
  const [centerX, centerY] = [(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2];
  return [
    title && text(frame.left, 29, title, 'font-size="15" font-weight="bold"'),
    xLabel && text(centerX, frame.bottom + 39, xLabel, 'text-anchor="middle"'),
    yLabel && text(20, centerY, yLabel, `text-anchor="middle" transform="rotate(-90 20 ${centerY})"`),
  ].filter(Boolean);
}

/** Entries from left to right, wrapped at `width`; a single curve needs no legend. */
function layOutLegend(series: readonly PlotSeries[], width: number) {
  if (series.length < 2) return { entries: [], rows: 0 };
  let [x, row] = [0, 0];
  const entries = series.map(({ label }) => {
    const size = 25 + label.length * 7.4 + 20;
    if (x > 0 && x + size > width) [x, row] = [0, row + 1];
    const entry = { label, x, row };
    x += size;
    return entry;
  });
  return { entries, rows: row + 1 };
}

function colorOf({ color }: PlotSeries, i: number): string {
  return color ?? PALETTE[i % PALETTE.length]!;
}

function extent(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return low < high ? [low, high] : [low - 1, high + 1];
}

function padded([low, high]: [number, number]): [number, number] {
  const room = (high - low) * 0.05;
  return [low - room, high + room];
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escapeXml(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Makes text safe inside XML and HTML. */
export function escapeXml(content: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return content.replace(/[&<>"']/g, (character) => names[character]!);
}
