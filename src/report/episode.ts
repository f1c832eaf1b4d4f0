// One episode of a trained agent as pictures.
import type { Agent } from '../agents/agent.js';
import { type Drawing, type Env, toSvg, type VectorEnv } from '../envs/index.js';
import { allocatePacked } from '../spaces/index.js';
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
  /** What the agent sees; absent in worlds of many agents. */
  observation?: unknown;
}

/** What is played: an environment, or a vector whose rows are the agents of one world. */
export type Stage = Env | VectorEnv;

/** Plays greedily and yields a frame for the first observation and after each step; nothing if `env` does not draw. */
export function* playEpisode(
  agent: Pick<Agent, 'predict' | 'predictBatch'>,
  env: Stage,
  { seed, maxSteps = MAX_STEPS }: { seed?: number; maxSteps?: number } = {},
): Generator<Frame> {
  if ('numEnvs' in env) return yield* playWorld(agent, env, seed, maxSteps);
  const state: Record<string, Float32Array> = {};
  let { observation } = env.reset({ seed });
  let total = 0;
  for (let step = 0; ; step++) {
    const drawing = env.render?.();
    if (!drawing) return;
    yield { drawing, return: total, step, observation };
    if (step === maxSteps) return;
    const result = env.step(agent.predict(observation, { state, actionMask: env.actionMask?.() }));
    total += result.reward;
    observation = result.observation;
    if (result.terminated || result.truncated) {
      yield { drawing: env.render!()!, return: total, step: step + 1, observation };
      return;
    }
  }
}

/** The same of a world with many agents; the return is the mean of theirs. */
function* playWorld(
  agent: Pick<Agent, 'predictBatch'>,
  env: VectorEnv,
  seed: number | undefined,
  maxSteps: number,
): Generator<Frame> {
  const { numEnvs, singleActionSpace: space } = env;
  const actions = allocatePacked(space.packedType, numEnvs * space.packedSize);
  const state: Record<string, Float32Array> = {};
  const done = new Uint8Array(numEnvs);
  let total = 0;
  env.reset({ seed });
  for (let step = 0; ; step++) {
    const isOver = !done.includes(0);
    // The rows show the next episode by then.
    const drawing = (isOver && env.finalDrawing) || env.render?.();
    if (!drawing) return;
    yield { drawing, return: total, step };
    if (step === maxSteps || isOver) return;
    const { neighbours, actionMasks: actionMask } = env;
    agent.predictBatch(env.observations, numEnvs, actions, { state, neighbours, actionMask });
    env.step(actions);
    for (let i = 0; i < numEnvs; i++) {
      if (done[i] === 1) continue;
      total += env.rewards[i]! / numEnvs;
      done[i] = env.terminated[i]! | env.truncated[i]!;
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
