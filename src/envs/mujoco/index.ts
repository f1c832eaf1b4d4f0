// The entry `trainyard/envs/mujoco`: importing it defines the MuJoCo worlds. `makeAsync` loads MuJoCo itself; before
// plain `make`, await `loadEnv(id)`, and before `new HalfCheetah()`, `loadMujoco()`.
//
// Needs the package @mujoco/mujoco (npm install @mujoco/mujoco@3.14.0). In Node it finds its WebAssembly file by itself,
// without network. In a browser the file must lie where `new URL('mujoco.wasm', import.meta.url)` points from its script:
// `vite build` sees to that; Vite's dev server needs `optimizeDeps: { exclude: ['@mujoco/mujoco'] }`; with esbuild
// use `--external:module` and copy the file beside the bundle.
import { defineEnv, type EnvDefinition } from '../define-env.js';
import { antV5 } from './ant.js';
import { halfCheetahV5 } from './half-cheetah.js';
import { hopperV5 } from './hopper.js';
import { humanoidV5 } from './humanoid.js';
import { invertedDoublePendulumV5 } from './inverted-double-pendulum.js';
import { invertedPendulumV5 } from './inverted-pendulum.js';
import { pusherV5 } from './pusher.js';
import { reacherV5 } from './reacher.js';
import { swimmerV5 } from './swimmer.js';
import { walker2dV5 } from './walker2d.js';

const definitions = [
  ...[antV5, halfCheetahV5, hopperV5, humanoidV5, walker2dV5, swimmerV5],
  ...[invertedPendulumV5, invertedDoublePendulumV5, reacherV5, pusherV5],
];
for (const definition of definitions) defineEnv(definition as unknown as EnvDefinition);

export { Ant, type AntOptions } from './ant.js';
export { loadMujoco } from './engine.js';
export { HalfCheetah, type HalfCheetahOptions } from './half-cheetah.js';
export { Hopper, type HopperOptions } from './hopper.js';
export { Humanoid, type HumanoidOptions } from './humanoid.js';
export { InvertedDoublePendulum, type InvertedDoublePendulumOptions } from './inverted-double-pendulum.js';
export { InvertedPendulum, type InvertedPendulumOptions } from './inverted-pendulum.js';
export { MujocoEnv, type MujocoSettings } from './mujoco-env.js';
export { Pusher, type PusherOptions } from './pusher.js';
export { Reacher, type ReacherOptions } from './reacher.js';
export { Swimmer, type SwimmerOptions } from './swimmer.js';
export { Walker2d, type Walker2dOptions } from './walker2d.js';
