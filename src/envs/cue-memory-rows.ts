// Many tasks of CueMemory side by side, and what single ones share with them.
import { Discrete, type PackedArray } from '../spaces/index.js';
import type { VectorSettings } from './define-env.js';
import type { EnvState } from './env.js';
import { SeededRows } from './vector/seeded-rows.js';

export function cueMemorySpaces(cues: number) {
  return { observationSpace: new Discrete(cues + 2), actionSpace: new Discrete(cues) };
}

/** What is shown after `elapsed` steps: the cue, then wait, then go. */
export function shownCue(cue: number, elapsed: number, delay: number, cues: number): number {
  if (elapsed === 0) return cue;
  return elapsed <= delay ? cues : cues + 1;
}

export class CueMemoryRows extends SeededRows {
  private readonly cue: Int32Array;
  private readonly elapsed: Int32Array;
  private readonly delay: number;
  private readonly cues: number;

  constructor({ numEnvs, options: { delay, cues } }: VectorSettings<{ delay: number; cues: number }>) {
    const { observationSpace, actionSpace } = cueMemorySpaces(cues);
    super(numEnvs, observationSpace, actionSpace);
    this.cue = new Int32Array(numEnvs);
    this.elapsed = new Int32Array(numEnvs);
    this.delay = delay;
    this.cues = cues;
  }

  protected start(row: number): void {
    this.cue[row] = this.rngs[row]!.integers(0, this.cues);
    this.elapsed[row] = 0;
    this.observations[row] = this.cue[row]!;
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { cue, elapsed, delay, cues, observations, rewards, terminated } = this;
    for (let i = from; i < to; i++) {
      const isAnswer = elapsed[i] === delay + 1;
      if (!isAnswer) elapsed[i]!++;
      rewards[i] = answerReward(isAnswer, actions[i] === cue[i]);
      terminated[i] = isAnswer ? 1 : 0;
      observations[i] = shownCue(cue[i]!, elapsed[i]!, delay, cues);
    }
  }

  protected snapshot(row: number): EnvState {
    return { cue: this.cue[row], elapsed: this.elapsed[row] };
  }

  protected restore(row: number, { cue, elapsed }: EnvState): void {
    this.cue[row] = cue as number;
    this.elapsed[row] = elapsed as number;
  }
}

/** What a step is worth. */
export function answerReward(isAnswer: boolean, isRight: boolean): number {
  return !isAnswer ? 0 : isRight ? 1 : -1;
}
