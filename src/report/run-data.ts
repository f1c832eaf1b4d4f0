// What the report shows of a run: named series thinned out to what a screen can tell apart, and facts.
import { type MetricsRow, type TimingRow, trackedName } from '../train/index.js';
import { movingMean } from './statistics.js';

/** Points per drawn series; more would fall on the same pixels. */
const MAX_POINTS = 1500;
const WINDOW = 100;

export interface Series {
  label: string;
  x: number[];
  y: (number | null)[];
  kind: 'line' | 'faint' | 'marks' | 'dots' | 'faint-dots';
}

export interface Chart {
  title: string;
  /** What x counts; default: steps. */
  xLabel?: string;
  series: Series[];
}

/** Titles of well-known metrics, in the order they are shown; any other metric follows under its own name. */
const titles: Record<string, string> = {
  'eval/success_rate': 'Success rate of evaluations',
  'train/loss': 'Loss',
  'rollout/exploration_rate': 'Exploration rate ε',
  'train/learning_rate': 'Learning rate',
};
/** Shown in a chart of its own, or of no use in one. */
const shownElsewhere = /^(episode|eval)\/|^rollout\/(ep_rew_mean|ep_len_mean|episodes)$|^train\/n_updates$/;

interface Points {
  x: number[];
  y: number[];
}

/** Metrics by name: what was logged at which steps. */
export interface Columns {
  /** Of the last row. */
  step: number;
  named: ReadonlyMap<string, Points>;
}

/** Goes through the rows once and keeps the numbers; what is not finite is left out. */
export function columnsOf(rows: Iterable<MetricsRow>): Columns {
  const named = new Map<string, Points>();
  let last = 0;
  for (const row of rows) {
    last = row.step;
    for (const name in row) {
      if (name === 'step' || !Number.isFinite(row[name])) continue;
      let points = named.get(name);
      if (!points) {
        points = { x: [], y: [] };
        named.set(name, points);
      }
      points.x.push(row.step);
      points.y.push(row[name]!);
    }
  }
  return { step: last, named };
}

/** The charts of a run, most important first. */
export function charts({ named }: Columns, timing: readonly TimingRow[]): Chart[] {
  const column = (name: string): Points => named.get(name) ?? { x: [], y: [] };
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
    const data = column(name);
    return data.x.length === 0 ? [] : [{ label: 'evaluation', kind: 'marks', ...thin(data) }];
  };
  const mean = `mean of ${WINDOW}`;
  const single = (title: string, data: Points): Chart => ({
    title,
    series: [{ label: title, kind: 'line', ...thin(data) }],
  });
  const tracked = [...named.keys()].flatMap((column) => trackedName(column) ?? []).sort();
  const others = [...named.keys()]
    .filter((name) => !shownElsewhere.test(name) && !Object.hasOwn(titles, name))
    .sort();
  const speed = { x: timing.map(({ step }) => step), y: timing.map(({ stepsPerSecond }) => stepsPerSecond) };
  return [
    { title: 'Return', series: [...episodes('return', mean), ...evaluation('eval/mean_reward')] },
    { title: 'Episode length', series: [...episodes('length', mean), ...evaluation('eval/mean_ep_length')] },
    ...tracked.map((name) => ({
      title: name,
      series: [...episodes(name, mean), ...evaluation(`eval/mean_${name}`)],
    })),
    ...Object.entries(titles)
      .map(([name, title]) => single(title, column(name)))
      .filter(({ title, series }) => title !== titles['train/learning_rate'] || varies(series[0]!)),
    ...others.map((name) => single(name, column(name))),
    single('Steps per second', speed),
  ].filter(({ series }) => series.some(({ x }) => x.length > 0));
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
