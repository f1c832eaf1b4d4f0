// The picture of a lander above the moon.
import type { Drawing } from '../drawing.js';
import type { LanderScene } from './lunar-lander-scene.js';
export function drawLander(_scene: LanderScene, _flames: { main: number; side: number }): Drawing {
  return { width: 600, height: 400, background: '#000', shapes: [] };
}
