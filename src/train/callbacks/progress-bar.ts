// Shows how training goes: a live bar on a terminal, a plain line now and then anywhere else.
import type { Callback, EpisodeSummary, TrainingContext } from '../../agents/agent.js';
import { elapsed, scoreDigits } from '../../evaluate/index.js';

const WINDOW = 100;
const REFRESH_MS = 200;
const PLAIN_LINES = 10;
const BAR_WIDTH = { least: 10, most: 24 };
const ROOM_AT_END = 3;
/** Between the parts of the line. */
const SEPARATOR = ' | ';

/** A piece of the line; of pieces that do not fit, the least important go first. */
interface Part {
  text: string;
  importance: number;
}

export interface ProgressBarOptions {
  /** Default: standard error, so that results on standard output stay clean. */
  stream?: NodeJS.WriteStream;
}

export class ProgressBarCallback implements Callback {
  private readonly stream: NodeJS.WriteStream;
  private live = false;
  private recent: number[] = [];
  private start = { step: 0, done: 0, at: 0 };
  private lastDraw = { done: 0, at: 0 };

  constructor({ stream = process.stderr }: ProgressBarOptions = {}) {
    this.stream = stream;
  }

  onTrainingStart({ agent, budget }: TrainingContext): void {
    const done = elapsed(agent, budget);
    this.start = { step: agent.numTimesteps, done, at: performance.now() };
    this.lastDraw = this.start;
    this.live = this.stream.isTTY;
  }

  onEpisodeEnd(_context: TrainingContext, episode: EpisodeSummary): void {
    this.recent.push(episode.return);
    if (this.recent.length > WINDOW) this.recent.shift();
  }

  onIteration(context: TrainingContext): void {
    const { agent, budget } = context;
    const due = this.live
      ? performance.now() - this.lastDraw.at >= REFRESH_MS
      : elapsed(agent, budget) - this.lastDraw.done >= budget.amount / PLAIN_LINES;
    if (due) this.draw(context);
  }

  onTrainingEnd(context: TrainingContext): void {
    if (this.live || elapsed(context.agent, context.budget) > this.lastDraw.done) this.draw(context);
    if (this.live) this.stream.write('\n');
  }

  /** A live line is written over the one before; it leaves room for the `^C` of the terminal. */
  private draw(context: TrainingContext): void {
    const { agent, budget } = context;
    const done = elapsed(agent, budget);
    this.lastDraw = { done, at: performance.now() };
    const parts = this.describe(context, done);
    if (!this.live) {
      this.stream.write(`${shortened(parts, Infinity)}\n`);
      return;
    }
    const columns = (this.stream.columns || 80) - ROOM_AT_END;
    const text = shortened(parts, columns - BAR_WIDTH.least - 1);
    const share = Math.min(done / budget.amount, 1);
    const bar = drawBar(share, Math.min(columns - text.length - 1, BAR_WIDTH.most));
    this.stream.write(`\r${bar} ${text}\u001b[K`);
  }

  /** One line: how far, speed, mean return of the last episodes, the agent's own values, time left. */
  private describe({ agent, budget: { amount, unit } }: TrainingContext, done: number): Part[] {
    const seconds = (performance.now() - this.start.at) / 1000;
    const speed = (agent.numTimesteps - this.start.step) / seconds;
    const pace = (done - this.start.done) / seconds;
    const percent = `${Math.min(Math.floor((100 * done) / amount), 100)}%`.padStart(4);
    // Steps are what the speed counts; anything else is named.
    const counted = `${group(done).padStart(group(amount).length)}/${group(amount)}${unit === 'steps' ? '' : ` ${unit}`}`;
    return [
      { text: percent, importance: 5 },
      { text: counted, importance: 2 },
      { text: `${group(Math.round(speed))} steps/s`, importance: 1 },
      { text: `return ${this.recent.length > 0 ? meanReturn(this.recent) : '–'}`, importance: 4 },
      ...Object.entries(agent.status()).map(([name, value]) => ({
        text: `${name} ${shorten(value)}`,
        importance: 0,
      })),
      {
        text: done < amount ? `${clock((amount - done) / pace)} left` : `${clock(seconds)} in all`,
        importance: 3,
      },
    ];
  }
}

/** The parts as a line of at most `room` characters, without the least important ones; of equals the last goes first. */
function shortened(parts: readonly Part[], room: number): string {
  const text = parts.map((part) => part.text).join(SEPARATOR);
  if (text.length <= room || parts.length <= 1) return text;
  const least = Math.min(...parts.map(({ importance }) => importance));
  const dropped = parts.findLastIndex(({ importance }) => importance === least);
  return shortened(
    parts.filter((_, i) => i !== dropped),
    room,
  );
}

function meanReturn(returns: readonly number[]): string {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const std = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length);
  return mean.toFixed(scoreDigits({ mean, std }));
}

/**
 * Nothing where there is no room.
 *
 * @param progress from 0 to 1
 */
export function drawBar(progress: number, width: number): string {
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
