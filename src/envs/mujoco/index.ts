// The entry `trainyard/envs/mujoco`: importing it defines the MuJoCo environments, `make` needs `loadMujoco` before.
//
// Needs the package @mujoco/mujoco (npm install @mujoco/mujoco@3.14.0). In Node it finds its WebAssembly file by itself,
// without network. For browsers, bundlers that understand `new URL('mujoco.wasm', import.meta.url)` copy the file (Vite,
// webpack, Rollup with a plugin); with others serve it beside the script.
export { Ant, type AntOptions } from './ant.js';
export { loadMujoco } from './engine.js';
export { HalfCheetah, type HalfCheetahOptions } from './half-cheetah.js';
export { Hopper, type HopperOptions } from './hopper.js';
export { Humanoid, type HumanoidOptions } from './humanoid.js';
export { InvertedDoublePendulum, type InvertedDoublePendulumOptions } from './inverted-double-pendulum.js';
export { InvertedPendulum, type InvertedPendulumOptions } from './inverted-pendulum.js';
export { MujocoEnv } from './mujoco-env.js';
export { Pusher, type PusherOptions } from './pusher.js';
export { Reacher, type ReacherOptions } from './reacher.js';
export { Swimmer, type SwimmerOptions } from './swimmer.js';
export { Walker2d, type Walker2dOptions } from './walker2d.js';
