// The picture of a walker on its way.
import type { Drawing } from '../drawing.js';
import type { WalkerScene } from './bipedal-walker-scene.js';
export function drawWalker(_scene: WalkerScene, _lidar: readonly number[]): Drawing {
  return { width: 600, height: 400, background: '#000', shapes: [] };
}
