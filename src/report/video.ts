// Videos of drawings, and when they are taken: what the RecordVideo wrapper and callback share.
import { join } from 'node:path';
import { type Drawing, type Env, type OptionValues, option, toSvg } from '../envs/index.js';
import { readOptions } from '../envs/options.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { ensureFolder, writeFileAtomic } from '../io/files.js';
import { requireKnown } from '../io/options.js';
import { encodeApng } from './apng.js';
import { encodeGif } from './gif.js';
import { svgToPixels } from './rasterize.js';

/** Milliseconds the last frame stays before the video begins again. */
const LAST_MS = 1000;

export const VIDEO = {
  /** Where the files go; made when the first one is written. */
  folder: 'videos',
  /** Frames recorded at most; 0 (default): whole episodes. */
  videoLength: /* @__PURE__ */ option(0, { integer: true, min: 0 }),
  /** Files are called `<prefix>-episode-<n>` and `<prefix>-step-<n>` (default `rl-video`). */
  namePrefix: 'rl-video',
  /** Frames a second (default 30); GIF rounds the time of a frame to 10 ms. */
  fps: /* @__PURE__ */ option(30, { min: 1, max: 100 }),
  /**
   * `gif` (default) plays everywhere in 255 colours; `apng` keeps every colour. (Players of both need no codec: MP4
   * would take a native encoder or megabytes of an unmaintained one. `ffmpeg -i video.png video.mp4` converts.)
   */
  format: /* @__PURE__ */ option('gif', { choices: ['gif', 'apng'] }),
  /** Pixels across (default 400). */
  width: /* @__PURE__ */ option(400, { integer: true, min: 16, max: 4096 }),
};

export type VideoSettings = OptionValues<typeof VIDEO>;

/** Whether to record the episode, or begin at the step, of this number; both count from 0. */
export type Trigger = (index: number) => boolean;

export interface VideoOptions extends Partial<VideoSettings> {
  /** Default, where there is no stepTrigger: {@link cappedCubicSchedule}. */
  episodeTrigger?: Trigger;
  stepTrigger?: Trigger;
}

/** Episodes 0, 1, 8, 27, … 729, then every thousandth: Gymnasium's default. */
export function cappedCubicSchedule(episode: number): boolean {
  if (episode >= 1000) return episode % 1000 === 0;
  return Math.round(Math.cbrt(episode)) ** 3 === episode;
}

/** @throws UserError when an option is unknown or wrong. */
export function readVideoOptions(owner: string, options: VideoOptions): VideoSettings & Triggers {
  requireKnown(owner, options, [...Object.keys(VIDEO), 'episodeTrigger', 'stepTrigger']);
  const { episodeTrigger, stepTrigger, ...rest } = options;
  const settings = readOptions(owner, VIDEO, rest);
  for (const [name, trigger] of Object.entries({ episodeTrigger, stepTrigger })) {
    if (trigger === undefined || typeof trigger === 'function') continue;
    throw new UserError(`${owner}: ${name} must be a function such as (n) => n % 100 === 0.`);
  }
  if (!/^[^/\\]+$/.test(settings.namePrefix)) {
    throw new UserError(`${owner}: namePrefix begins a file name, got ${show(settings.namePrefix)}.`);
  }
  const episodes = episodeTrigger ?? (stepTrigger ? undefined : cappedCubicSchedule);
  return { ...settings, episodeTrigger: episodes, stepTrigger };
}

interface Triggers {
  episodeTrigger: Trigger | undefined;
  stepTrigger: Trigger | undefined;
}

/** Writes a video in its folder, whole or not at all; what an earlier one of that name was is gone. */
export function writeVideo(name: string, frames: readonly Drawing[], settings: VideoSettings): void {
  const { folder, format, fps, width } = settings;
  const encode = format === 'gif' ? encodeGif : encodeApng;
  const rasters = frames.map((drawing) => svgToPixels(toSvg(drawing), { width }));
  const bytes = encode(rasters, { delay: 1000 / fps, lastDelay: LAST_MS });
  ensureFolder(folder);
  writeFileAtomic(join(folder, `${name}.${format === 'gif' ? 'gif' : 'png'}`), bytes);
}

/** @throws UserError when an environment gave no pictures. */
export function requireDrawn(
  frames: readonly (Drawing | undefined)[],
  env: Env,
): asserts frames is Drawing[] {
  if (frames.length > 0 && frames.every((frame) => frame)) return;
  const name = env.spec?.id ?? env.constructor.name;
  throw new UserError(`RecordVideo needs an environment that draws; ${name} has no picture.`);
}
