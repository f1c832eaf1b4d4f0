// CueMemory: remember a cue that is shown once and repeat it after a delay. Only agents with a memory can.
//
// | observation   | meaning              |     The action counts only when `go` is shown: it must name the cue.
// |---------------|----------------------|
// | 0 … cues - 1  | the cue, shown once  |
// | cues          | wait                 |
// | cues + 1      | go: name the cue now |
//
// Reward: 1 for the right cue, -1 for a wrong one, 0 before.
// Start: a random cue.
// End: terminated by the action that answers, the (delay + 2)th.
// Arguments: `delay` (8): observations between cue and go; `cues` (2): how many there are.
// Versions: v0.
import type { Discrete } from '../spaces/index.js';
import { answerReward, cueMemorySpaces, shownCue } from './cue-memory-rows.js';
import { defineEnv } from './define-env.js';
import type { Drawing } from './drawing.js';
import type { EnvState, ResetResult, StepResult } from './env.js';
import { type OptionValues, option, readOptions } from './options.js';
import { SeededEnv } from './seeded-env.js';

const OPTIONS = {
  /** Observations between cue and go. */
  delay: option(8, { integer: true, min: 0 }),
  /** How many cues there are. */
  cues: option(2, { integer: true, min: 2 }),
};

export type CueMemoryOptions = Partial<OptionValues<typeof OPTIONS>>;

export class CueMemory extends SeededEnv<number, number> {
  readonly observationSpace: Discrete;
  readonly actionSpace: Discrete;
  private readonly delay: number;
  private readonly cues: number;
  private cue = 0;
  private elapsed = 0;

  /** @throws UserError when there are fewer than two cues or the delay is negative. */
  constructor(options: CueMemoryOptions = {}) {
    super();
    const { delay, cues } = readOptions('CueMemory', OPTIONS, options);
    this.delay = delay;
    this.cues = cues;
    ({ observationSpace: this.observationSpace, actionSpace: this.actionSpace } = cueMemorySpaces(cues));
  }

  protected start(): ResetResult<number> {
    this.cue = this.rng.integers(0, this.cues);
    this.elapsed = 0;
    return { observation: this.cue, info: {} };
  }

  step(action: number): StepResult<number> {
    const isAnswer = this.elapsed === this.delay + 1;
    if (!isAnswer) this.elapsed++;
    const reward = answerReward(isAnswer, action === this.cue);
    return { observation: this.observe(), reward, terminated: isAnswer, truncated: false, info: {} };
  }

  private observe(): number {
    return shownCue(this.cue, this.elapsed, this.delay, this.cues);
  }

  override render(): Drawing {
    const shown = this.observe();
    const text = shown < this.cues ? String(shown) : shown === this.cues ? '…' : 'go';
    const dots = Array.from({ length: this.delay + 2 }, (_, i) => ({
      kind: 'circle' as const,
      x: 160 + (i - (this.delay + 1) / 2) * Math.min(18, 280 / (this.delay + 2)),
      y: 104,
      radius: 4,
      fill: i <= this.elapsed ? '#2f6fb0' : '#d5dce6',
    }));
    return {
      width: 320,
      height: 130,
      background: '#f6f8fb',
      shapes: [{ kind: 'text', x: 160, y: 52, text, size: 42, fill: '#27364d', bold: true }, ...dots],
      text: `${text}  (${this.elapsed} of ${this.delay + 1})`,
    };
  }

  protected snapshot(): EnvState {
    return { cue: this.cue, elapsed: this.elapsed };
  }

  protected restore({ cue, elapsed }: EnvState): void {
    this.cue = cue as number;
    this.elapsed = elapsed as number;
  }
}

export const cueMemoryV0 = /* @__PURE__ */ defineEnv({
  id: 'CueMemory-v0',
  description: 'Remember a cue shown once and repeat it after a delay.',
  rewardThreshold: 0.95,
  options: OPTIONS,
  create: (options) => new CueMemory(options),
});

declare module './env-types.js' {
  interface EnvTypes {
    'CueMemory-v0': typeof cueMemoryV0;
  }
}
