// One episode of a trained agent as pictures.
import type { Agent } from '../agents/agent.js';
import { type Drawing, type Env, toSvg } from '../envs/index.js';
import { encodeGif } from './gif.js';
import { svgToPixels } from './rasterize.js';

const MAX_FRAMES = 300;
/** An episode is shown in about this time, but no step faster or slower than the limits. */
const SHOW_MS = 8000;
const STEP_MS = { min: 20, max: 400 };
/** What an episode without an end is cut to. */
const MAX_STEPS = 2000;

export interface Frame {
  drawing: Drawing;
  /** Sum of rewards up to here. */
  return: number;
  /** Steps up to here. */
  step: number;
}

/** Plays greedily and yields a frame for the first observation and after each step; nothing if `env` does not draw. */
export function* playEpisode(
  agent: Pick<Agent, 'predict'>,
  env: Env,
  { seed, maxSteps = MAX_STEPS }: { seed?: number; maxSteps?: number } = {},
): Generator<Frame> {
  const state: Record<string, Float32Array> = {};
  let { observation } = env.reset({ seed });
  let total = 0;
  for (let step = 0; ; step++) {
    const drawing = env.render?.();
    if (!drawing) return;
    yield { drawing, return: total, step };
    if (step === maxSteps) return;
    const result = env.step(agent.predict(observation, { state, actionMask: env.actionMask?.() }));
    total += result.reward;
    observation = result.observation;
    if (result.terminated || result.truncated) {
      yield { drawing: env.render!()!, return: total, step: step + 1 };
      return;
    }
  }
}

/** An animated picture of the frames, or `undefined` when there are none. */
export function episodeGif(frames: readonly Frame[], { width = 400 } = {}): Uint8Array | undefined {
  if (frames.length === 0) return undefined;
  const stride = Math.ceil(frames.length / MAX_FRAMES);
  const shown = frames.filter((_, i) => i % stride === 0 || i === frames.length - 1);
  const perStep = Math.min(Math.max(SHOW_MS / frames.length, STEP_MS.min), STEP_MS.max);
  return encodeGif(
    shown.map(({ drawing }) => svgToPixels(toSvg(drawing), { width })),
    { delay: perStep * stride, lastDelay: 1500 },
  );
}
