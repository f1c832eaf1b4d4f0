// The script inside report.html. It is put there as the text of this function, so it uses nothing from outside but
// the browser and uPlot.
import type uPlotType from 'uplot';
import type { Chart, Series } from './run-data.js';

/** Draws every chart into its own figure, redraws on resize and when the colour scheme changes. */
export function pageScript(charts: readonly Chart[], uPlot: typeof uPlotType): void {
  const HEIGHT = 260;
  const root = document.getElementById('charts')!;
  const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const format = (value: number | null) => {
    if (value == null) return '–';
    const size = Math.abs(value);
    if (size >= 1e4) return Math.round(value).toLocaleString('en-US');
    if (size !== 0 && size < 1e-3) return value.toExponential(2);
    return String(Number(value.toPrecision(4)));
  };
  const shortStep = (value: number) => {
    if (value >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`;
    return value >= 1e4 ? `${Number((value / 1e3).toPrecision(4))}k` : String(value);
  };

  const style = ({ kind, label }: Series): uPlotType.Series => {
    const common = { label, spanGaps: true, value: (_: uPlotType, v: number | null) => format(v) };
    if (kind === 'faint')
      return { ...common, stroke: css('--faint-line'), width: 1, points: { show: false } };
    if (kind === 'line') return { ...common, stroke: css('--line'), width: 2, points: { show: false } };
    const marks = css(kind === 'faint-dots' ? '--faint-line' : '--marks');
    const dots = kind === 'marks' ? {} : { paths: () => null };
    return {
      ...common,
      ...dots,
      stroke: marks,
      width: 1.5,
      points: { show: true, size: 6, fill: marks, stroke: marks },
    };
  };

  const draw = (chart: Chart, figure: HTMLElement) => {
    const axis = {
      stroke: css('--muted'),
      grid: { stroke: css('--grid'), width: 1 },
      ticks: { show: false },
    };
    const options: uPlotType.Options = {
      width: figure.clientWidth,
      height: HEIGHT,
      // One key: the cursor and the zoom follow each other in all charts.
      cursor: { sync: { key: 'run' }, drag: { x: true, y: false } },
      scales: { x: { time: false } },
      axes: [
        { ...axis, size: 34, values: (_, ticks) => ticks.map(shortStep) },
        { ...axis, size: 62, values: (_, ticks) => ticks.map((tick) => (tick == null ? '' : format(tick))) },
      ],
      series: [
        { label: chart.xLabel ?? 'step', value: (_, v) => (v == null ? '–' : v.toLocaleString('en-US')) },
        ...chart.series.map(style),
      ],
    };
    const tables = chart.series.map(({ x, y }) => [x, y] as uPlotType.AlignedData);
    const data = tables.length === 1 ? tables[0]! : uPlot.join(tables);
    return new uPlot(options, data, figure);
  };

  let plots: uPlotType[] = [];
  const figures = charts.map((chart) => {
    const section = document.createElement('section');
    const title = document.createElement('h2');
    title.textContent = chart.title;
    const figure = document.createElement('div');
    section.append(title, figure);
    root.append(section);
    return figure;
  });
  const redraw = () => {
    for (const plot of plots) plot.destroy();
    plots = charts.map((chart, i) => draw(chart, figures[i]!));
  };
  redraw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('resize', () => {
    plots.forEach((plot, i) => {
      plot.setSize({ width: figures[i]!.clientWidth, height: HEIGHT });
    });
  });
}
