// How a person plays a body: two keys for each motor, one forwards, one back.
import type { PlayGuide } from '../define-env.js';

const ARROWS = ['right', 'left', 'up', 'down'];
/** Rows of the keyboard: the upper turns a motor forwards, the lower back. */
const LETTERS = [...'azsxdcfvgbhnjmk,'];
/** Steps a second: as fast as the world, or as a person can follow. */
const MAX_FPS = 30;

/**
 * Arrows for up to two motors, letters for more; with a model of one's own keys are guessed.
 *
 * @param strength what a key held down gives its motor
 * @param seconds how long a step of the engine lasts
 */
export function motorKeys(motors: number, strength: number, seconds: number) {
  return ({ xml, frameSkip }: { xml: string | null; frameSkip: number }): PlayGuide => {
    const fps = Math.min(MAX_FPS, Math.round(1 / (seconds * frameSkip)));
    if (xml !== null) return { fps };
    const names = motors > 2 ? LETTERS : ARROWS;
    const keys = names.slice(0, 2 * motors).map((name, i): [string, number[]] => {
      const action = new Array<number>(motors).fill(0);
      action[i >> 1] = i % 2 === 0 ? strength : -strength;
      return [name, action];
    });
    return { keys: Object.fromEntries(keys), idle: new Array<number>(motors).fill(0), fps };
  };
}
