// Shows how training goes: a live bar on a terminal, a plain line now and then anywhere else.
import { SingleBar } from 'cli-progress';
import type { Callback, EpisodeSummary, TrainingContext } from '../../agents/agent.js';

const WINDOW = 100;
const REFRESH_MS = 200;
const PLAIN_LINES = 10;
const BAR_WIDTH = 24;

export interface ProgressBarOptions {
  /** Default: standard error, so that results on standard output stay clean. */
  stream?: NodeJS.WriteStream;
}

export class ProgressBarCallback implements Callback {
  private readonly stream: NodeJS.WriteStream;
  private bar: SingleBar | undefined;
  private recent: number[] = [];
  private start = { step: 0, at: 0 };
  private lastDraw = { step: 0, at: 0 };

  constructor({ stream = process.stderr }: ProgressBarOptions = {}) {
    this.stream = stream;
  }

  onTrainingStart({ agent, totalSteps }: TrainingContext): void {
    this.start = { step: agent.numTimesteps, at: performance.now() };
    this.lastDraw = this.start;
    if (!this.stream.isTTY) return;
    this.bar = new SingleBar({
      format: (_options, { progress }, { text }) => {
        const room = (this.stream.columns ?? 80) - text.length - 2;
        return `${drawBar(progress, Math.min(room, BAR_WIDTH))} ${text}`;
      },
      stream: this.stream,
      hideCursor: true,
      fps: 20,
      gracefulExit: false,
      clearOnComplete: false,
    });
    this.bar.start(totalSteps, agent.numTimesteps, { text: '' });
  }

  onEpisodeEnd(_context: TrainingContext, episode: EpisodeSummary): void {
    this.recent.push(episode.return);
    if (this.recent.length > WINDOW) this.recent.shift();
  }

  onIteration(context: TrainingContext): void {
    const { agent, totalSteps } = context;
    if (this.bar) {
      if (performance.now() - this.lastDraw.at >= REFRESH_MS) this.draw(context);
    } else if (agent.numTimesteps - this.lastDraw.step >= totalSteps / PLAIN_LINES) this.draw(context);
  }

  onTrainingEnd(context: TrainingContext): void {
    if (this.bar) {
      this.draw(context);
      this.bar.stop();
    } else if (context.agent.numTimesteps > this.lastDraw.step) this.draw(context);
  }

  private draw(context: TrainingContext): void {
    const { agent } = context;
    this.lastDraw = { step: agent.numTimesteps, at: performance.now() };
    const text = this.describe(context);
    if (this.bar) this.bar.update(agent.numTimesteps, { text });
    else this.stream.write(`${text}\n`);
  }

  /** One line: steps, speed, mean return of the last episodes, the agent's own values, time left. */
  private describe({ agent, totalSteps }: TrainingContext): string {
    const step = agent.numTimesteps;
    const seconds = (performance.now() - this.start.at) / 1000;
    const speed = (step - this.start.step) / seconds;
    const percent = `${Math.floor((100 * step) / totalSteps)}%`.padStart(4);
    const steps = `${group(step).padStart(group(totalSteps).length)}/${group(totalSteps)} steps`;
    const mean = this.recent.reduce((sum, value) => sum + value, 0) / this.recent.length;
    const parts = [
      `${percent} ${steps}`,
      `${group(Math.round(speed))} steps/s`,
      `return ${this.recent.length > 0 ? mean.toFixed(1) : '–'}`,
      ...Object.entries(agent.status()).map(([name, value]) => `${name} ${shorten(value)}`),
      step < totalSteps ? `${clock((totalSteps - step) / speed)} left` : `${clock(seconds)} in all`,
    ];
    return parts.join(' | ');
  }
}

/** Nothing where there is no room. */
function drawBar(progress: number, width: number): string {
  if (width <= 0) return '';
  const full = Math.round(progress * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

function group(value: number): string {
  return value.toLocaleString('en-US');
}

function shorten(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(2);
}

/** Minutes and seconds; hours when there are any. */
function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const total = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(total % 60)}` : `${minutes}:${pad(total % 60)}`;
}
