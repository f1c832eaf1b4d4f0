// What the report shows of a run: named series thinned out to what a screen can tell apart, and facts.
import type { MetricsRow, TimingRow } from '../train/index.js';
import { movingMean } from './statistics.js';

/** Points per drawn series; more would fall on the same pixels. */
const MAX_POINTS = 1500;
const WINDOW = 100;

export interface Series {
  label: string;
  x: number[];
  y: (number | null)[];
  kind: 'line' | 'faint' | 'marks';
}

export interface Chart {
  title: string;
  series: Series[];
}

/** Titles of well-known metrics, in the order they are shown; any other metric follows under its own name. */
const titles: Record<string, string> = {
  'train/loss': 'Loss',
  'rollout/exploration_rate': 'Exploration rate ε',
  'train/learning_rate': 'Learning rate',
};
/** Shown in a chart of its own, or of no use in one. */
const shownElsewhere = /^(episode|eval)\/|^rollout\/(ep_rew_mean|ep_len_mean|episodes)$|^train\/n_updates$/;

/** The charts of a run, most important first. */
export function charts(rows: readonly MetricsRow[], timing: readonly TimingRow[]): Chart[] {
  const column = (name: string) => points(rows, name);
  const episodes = (name: string, meanLabel: string): Series[] => {
    const { x, y } = column(`episode/${name}`);
    if (x.length === 0) return [];
    const smoothed = { x, y: movingMean(y, WINDOW) };
    return [
      { label: 'episode', kind: 'faint', ...thin({ x, y }) },
      { label: meanLabel, kind: 'line', ...thin(smoothed) },
    ];
  };
  const evaluation = (name: string): Series[] => {
    const { x, y } = column(name);
    return x.length === 0 ? [] : [{ label: 'evaluation', kind: 'marks', x, y }];
  };
  const mean = `mean of ${WINDOW}`;
  const single = (title: string, data: Points): Chart => ({
    title,
    series: [{ label: title, kind: 'line', ...thin(data) }],
  });
  const others = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    .filter((name) => name !== 'step' && !shownElsewhere.test(name) && !(name in titles))
    .sort();
  const speed = { x: timing.map(({ step }) => step), y: timing.map(({ stepsPerSecond }) => stepsPerSecond) };
  return [
    { title: 'Return', series: [...episodes('return', mean), ...evaluation('eval/mean_reward')] },
    { title: 'Episode length', series: [...episodes('length', mean), ...evaluation('eval/mean_ep_length')] },
    ...Object.entries(titles)
      .map(([name, title]) => single(title, column(name)))
      .filter(({ title, series }) => title !== titles['train/learning_rate'] || varies(series[0]!)),
    ...others.map((name) => single(name, column(name))),
    single('Steps per second', speed),
  ].filter(({ series }) => series.some(({ x }) => x.length > 0));
}

interface Points {
  x: number[];
  y: number[];
}

function points(rows: readonly MetricsRow[], name: string): Points {
  const found = rows.filter((row) => Number.isFinite(row[name]));
  return { x: found.map(({ step }) => step), y: found.map((row) => row[name]!) };
}

/** Keeps the lowest and the highest point of every stretch, so that no spike gets lost. */
export function thin({ x, y }: Points): Points {
  if (x.length <= MAX_POINTS) return { x, y: y.map(significant) };
  const out: Points = { x: [], y: [] };
  const stretches = MAX_POINTS / 2;
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * x.length) / stretches);
    const to = Math.floor(((s + 1) * x.length) / stretches);
    let [low, high] = [from, from];
    for (let i = from; i < to; i++) {
      if (y[i]! < y[low]!) low = i;
      if (y[i]! > y[high]!) high = i;
    }
    for (const i of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      out.x.push(x[i]!);
      out.y.push(significant(y[i]!));
    }
  }
  return out;
}

/** A constant says nothing in a chart that the list of hyperparameters does not. */
function varies({ y }: Series): boolean {
  return y.some((value) => value !== y[0]);
}

function significant(value: number): number {
  return Number(value.toPrecision(6));
}
