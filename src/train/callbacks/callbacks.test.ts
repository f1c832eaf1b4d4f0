import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Agent, TrainingContext } from '../../agents/agent.js';
import { Every, StopTrainingOnRewardThreshold } from '../../evaluate/index.js';
import { MetricsWriter } from './metrics-writer.js';
import { ProgressBarCallback } from './progress-bar.js';
import { StopOnSignal } from './stop-on-signal.js';

/** A context whose agent has taken `step` steps; `stops` collects the reasons. */
function contextAt(step: number, totalSteps = 1000) {
  const stops: string[] = [];
  const agent = { numTimesteps: step, status: () => ({ ε: 0.25, level: 3 }) } as unknown as Agent;
  const context = {
    agent,
    totalSteps,
    budget: { amount: totalSteps, unit: 'steps' },
    progress: step / totalSteps,
    stopReason: undefined,
    stop: (reason: string) => void stops.push(reason),
    log: () => {},
  } satisfies TrainingContext;
  return { context, stops };
}

describe('Every', () => {
  it('fires once per multiple passed, also when steps jump', () => {
    const every = new Every(100);
    every.start(0);
    const fired = [50, 99, 100, 101, 199, 350, 360, 400].filter((step) => every.due(step));
    expect(fired).toEqual([100, 350, 400]);
  });

  it('needs an interval', () => {
    for (const wrong of [0, -1, 0.5, Number.NaN, Infinity, '100', undefined])
      expect(() => new Every(wrong as number)).toThrow(/^Every needs a whole number ≥ 1, got /);
  });

  it('goes on after a resume as if nothing had been', () => {
    for (let start = 0; start < 300; start++) {
      const [straight, resumed] = [new Every(70), new Every(70)];
      straight.start(0);
      for (let step = 1; step <= start; step++) straight.due(step);
      resumed.start(start);
      for (let step = start + 1; step < start + 80; step++)
        expect(resumed.due(step)).toBe(straight.due(step));
    }
  });
});

describe('StopTrainingOnRewardThreshold', () => {
  it('looks at its metric alone', () => {
    const { context, stops } = contextAt(5);
    const stop = new StopTrainingOnRewardThreshold(10);
    stop.onMetrics(context, 5, { 'rollout/ep_rew_mean': 50 });
    stop.onMetrics(context, 5, { 'eval/mean_reward': 9.9 });
    expect(stop.reached).toBe(false);
    stop.onMetrics(context, 5, { 'eval/mean_reward': 10 });
    expect(stops).toEqual(['eval/mean_reward 10 ≥ 10 at step 5']);
    expect(stop.reached).toBe(true);
  });
});

it('StopTrainingOnRewardThreshold needs a threshold and a metric', () => {
  for (const wrong of [undefined, Number.NaN, '10', null])
    expect(() => new StopTrainingOnRewardThreshold(wrong as never)).toThrow(
      /needs a number as threshold, got/,
    );
  for (const wrong of ['', 3, null])
    expect(() => new StopTrainingOnRewardThreshold(10, wrong as never)).toThrow(
      /the name of a metric such as/,
    );
});

describe('StopOnSignal', () => {
  it('listens only while training goes on', () => {
    const before = process.listenerCount('SIGINT');
    const heard: string[] = [];
    const stop = new StopOnSignal((signal) => heard.push(signal));
    const { context, stops } = contextAt(0);
    stop.onTrainingStart(context);
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    process.emit('SIGTERM', 'SIGTERM');
    expect([stops, heard, stop.received]).toEqual([['SIGTERM'], ['SIGTERM'], 'SIGTERM']);
    stop.onTrainingEnd();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

describe('ProgressBarCallback', () => {
  /** Runs through a training of 1000 steps; gives what was written. */
  function watch(stream: object): string {
    let written = '';
    const progress = new ProgressBarCallback({
      stream: {
        write: (text: string) => (written += text),
        ...stream,
      } as never,
    });
    progress.onTrainingStart(contextAt(0).context);
    for (let step = 10; step <= 1000; step += 10) {
      const { context } = contextAt(step);
      progress.onEpisodeEnd(context, { return: step, length: 10, truncated: false, env: 0, step });
      progress.onIteration(context);
    }
    progress.onTrainingEnd(contextAt(1000).context);
    return written;
  }

  it('prints a few plain lines where there is no terminal', () => {
    const lines = watch({ isTTY: false }).trimEnd().split('\n');
    expect(lines.length).toBe(10);
    expect(lines[0]).toMatch(
      /^ 10% \| +100\/1,000 \| [\d,]+ steps\/s \| return 55\.0 \| ε 0\.25 \| level 3 \| 0:00 left$/,
    );
    // Mean of the last hundred episodes: 10, 20, …, 1000.
    expect(lines[9]).toMatch(/^100% \| 1,000\/1,000 \| .* \| return 505\.0 \| .* in all$/);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it.each([
    [
      120,
      /^█{24} 100% \| 1,000\/1,000 \| [\d,]+ steps\/s \| return 505\.0 \| ε 0\.25 \| level 3 \| 0:00 in all$/,
    ],
    [80, /^█{10,24} 100% \| 1,000\/1,000 \| .*return 505\.0 .* in all$/],
    [48, /^█{10,24} 100% \| return 505\.0 \| 0:00 in all$/],
    [20, /^█+ 100%$/],
  ])('fits %i columns: a bar of ten cells first, then what matters most', (columns, line) => {
    const bar = watch({ isTTY: true, columns });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences a terminal obeys
    const lines = bar.split(/\r|\n|\u001b\[[\d;?]*[a-zA-Z]/).filter((text) => text.includes('%'));
    expect(Math.max(...lines.map((text) => text.length))).toBeLessThan(columns);
    expect(lines.at(-1)).toMatch(line);
  });

  it('leaves the cursor alone, so that no end can lose it', () => {
    expect(watch({ isTTY: true, columns: 80 })).not.toContain('\u001b[?25l');
  });
});

describe('MetricsWriter', () => {
  it('refuses a state whose lengths are none, by name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trainyard-metrics-'));
    const writer = new MetricsWriter(folder);
    const state = writer.saveState();
    for (const wrong of [{ metrics: 351.5 }, { timing: -1 }, { seconds: 'long' }]) {
      expect(() => writer.loadState({ ...state, ...wrong })).toThrow(
        new RegExp(`state of the logs[\\s\\S]*${Object.keys(wrong)[0]}`),
      );
    }
    writer.loadState(state);
    writer.close();
  });
});
