// Records chosen episodes of an environment as files, while whatever plays it goes on.
import type { Drawing, Env, EnvState, ResetOptions, ResetResult, Shape, StepResult } from '../envs/index.js';
import { Wrapper } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { readVideoOptions, requireDrawn, type VideoOptions, writeVideo } from './video.js';

/**
 * Gymnasium's wrapper of that name: episodes and steps count from 0, over all episodes; with `videoLength` a video ends
 * after that many steps, in the next episode too, else with its episode. `close` writes what is being recorded. A saved
 * state holds the counts and the frames so far: what is loaded from it goes on with the right numbers.
 *
 * Runs of `train` and many environments at once record with the callback {@link RecordVideoCallback}: wrapped, every one
 * of them would write files of the same names.
 *
 * @example
 * const env = new RecordVideo(make('CartPole-v1'), { folder: 'videos', episodeTrigger: (n) => n % 100 === 0 });
 */
export class RecordVideo<O, A> extends Wrapper<O, A> {
  private readonly settings: ReturnType<typeof readVideoOptions>;
  private step0 = -1;
  private episode = -1;
  /** Name of the video that is being recorded. */
  private name: string | undefined;
  private frames: Drawing[] = [];

  /** @throws UserError when an option is unknown or wrong. */
  constructor(env: Env<O, A>, options: VideoOptions = {}) {
    super(env);
    this.settings = readVideoOptions('RecordVideo', options);
  }

  /** Whether a video is being recorded. */
  get recording(): boolean {
    return this.name !== undefined;
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    const result = this.env.reset(options);
    this.episode++;
    if (this.recording && this.settings.videoLength === 0) this.stopRecording();
    const { episodeTrigger, namePrefix } = this.settings;
    if (episodeTrigger?.(this.episode)) this.startRecording(`${namePrefix}-episode-${this.episode}`);
    this.capture();
    return result;
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    this.step0++;
    const { stepTrigger, namePrefix } = this.settings;
    if (stepTrigger?.(this.step0)) this.startRecording(`${namePrefix}-step-${this.step0}`);
    this.capture();
    return result;
  }

  /** Begins a video; one that is being recorded ends. */
  startRecording(name: string): void {
    if (this.recording) this.stopRecording();
    this.name = name;
  }

  /** Writes the video that is being recorded. */
  stopRecording(): void {
    const { name, frames } = this;
    if (name === undefined) throw new UserError('RecordVideo: nothing is being recorded.');
    this.name = undefined;
    this.frames = [];
    if (frames.length > 0) writeVideo(name, frames, this.settings);
  }

  private capture(): void {
    if (!this.recording) return;
    const frame = [this.env.render?.()];
    requireDrawn(frame, this.env as Env);
    this.frames.push(...frame);
    const { videoLength } = this.settings;
    if (videoLength > 0 && this.frames.length > videoLength) this.stopRecording();
  }

  override close(): void {
    super.close();
    if (this.recording) this.stopRecording();
  }

  protected override snapshot(): EnvState {
    const { step0: step, episode, name = null } = this;
    return { step, episode, name, frames: this.frames.map((drawing) => mapShapes(drawing, packed)) };
  }

  protected override restore({ step, episode, name, frames }: EnvState): void {
    this.step0 = step as number;
    this.episode = episode as number;
    this.name = (name as string | null) ?? undefined;
    this.frames = (frames as Drawing[]).map((drawing) => mapShapes(drawing, unpacked));
  }
}

function mapShapes(drawing: Drawing, map: (shape: Shape) => unknown): Drawing {
  return { ...drawing, shapes: drawing.shapes.map(map) as Shape[] };
}

/** JSON has no bytes: pixels are written as text. */
function packed(shape: Shape): unknown {
  if (shape.kind !== 'image') return { ...shape };
  return { ...shape, pixels: Buffer.from(shape.pixels).toString('base64') };
}

function unpacked(shape: Shape): unknown {
  if (shape.kind !== 'image') return shape;
  return { ...shape, pixels: new Uint8Array(Buffer.from(shape.pixels as never as string, 'base64')) };
}
