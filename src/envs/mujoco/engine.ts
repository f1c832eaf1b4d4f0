// MuJoCo itself: the package, loaded once, and models, compiled once and shared by all simulations of them.
import { UserError } from '../../io/errors.js';
import { missingPeer } from '../../io/missing-peer.js';

/** What we use of a compiled model (mjModel). */
export interface Model {
  readonly nq: number;
  readonly nv: number;
  readonly nu: number;
  readonly nbody: number;
  readonly ngeom: number;
  readonly opt: { readonly timestep: number };
  readonly qpos0: Float64Array;
  readonly actuator_ctrlrange: Float64Array;
  readonly body_mass: Float64Array;
  readonly geom_type: Int32Array;
  readonly geom_bodyid: Int32Array;
  readonly geom_size: Float64Array;
  readonly geom_rgba: Float32Array;
  delete(): void;
}

/** Arrays of a simulation (mjData) that we read or write, by MuJoCo's names. */
export type ArrayName =
  | ('qpos' | 'qvel' | 'act' | 'ctrl' | 'qacc_warmstart')
  | ('xpos' | 'xipos' | 'site_xpos' | 'geom_xpos' | 'geom_xmat')
  | ('cinert' | 'cvel' | 'cfrc_ext' | 'qfrc_actuator' | 'qfrc_constraint')
  | ('ten_length' | 'ten_velocity');

/** Each array is read through a getter that makes a new view of the engine's memory. */
export type Data = { time: number; delete(): void } & { readonly [name in ArrayName]: Float64Array };

/** The functions of MuJoCo that we call. */
export interface Engine {
  MjModel: { from_xml_string(xml: string): Model };
  MjData: new (model: Model) => Data;
  mj_resetData(model: Model, data: Data): void;
  mj_forward(model: Model, data: Data): void;
  mj_kinematics(model: Model, data: Data): void;
  mj_step(model: Model, data: Data): void;
  mj_rnePostConstraint(model: Model, data: Data): void;
  /** A negative number when nothing has that name. */
  mj_name2id(model: Model, type: number, name: string): number;
}

/** A model in use: how many simulations share it, and one more to find poses for pictures with. */
export interface SharedModel {
  readonly xml: string;
  readonly model: Model;
  users: number;
  sketch?: Data;
}

let engine: Engine | undefined;
const models = new Map<string, SharedModel>();

/**
 * Loads MuJoCo; once, then nothing.
 *
 * @param user what needs it, for the error
 * @throws UserError when the package `@mujoco/mujoco` is not installed.
 */
export async function loadMujoco(user = 'trainyard/envs/mujoco'): Promise<void> {
  if (engine) return;
  const { default: load } = await import('@mujoco/mujoco').catch(missingPeer('@mujoco/mujoco@3.14.0', user));
  engine ??= (await load()) as unknown as Engine;
}

/** @throws UserError before {@link loadMujoco}. */
export function mujoco(): Engine {
  if (engine) return engine;
  throw new UserError(
    "MuJoCo is not loaded: await loadMujoco() first, or make the environment with await makeAsync('HalfCheetah-v5').",
  );
}

/** The compiled model; every call needs one of {@link releaseModel}. @throws UserError when it does not compile. */
export function acquireModel(owner: string, xml: string): SharedModel {
  let shared = models.get(xml);
  if (!shared) {
    shared = { xml, model: compile(owner, xml), users: 0 };
    models.set(xml, shared);
  }
  shared.users++;
  return shared;
}

function compile(owner: string, xml: string): Model {
  const { MjModel } = mujoco();
  try {
    return MjModel.from_xml_string(xml);
  } catch (error) {
    requireMemory(error);
    throw new UserError(`${owner}: xml must be a model in MJCF; ${(error as Error).message}`);
  }
}

/** A new simulation of a model, about 1.3 MB. @throws UserError when memory is full. */
export function newData(model: Model): Data {
  try {
    return new (mujoco().MjData)(model);
  } catch (error) {
    requireMemory(error);
    throw error;
  }
}

/** @throws UserError when it was memory that was missing. */
function requireMemory(error: unknown): void {
  if (!(error as Error).message.includes('allocate memory')) return;
  throw new UserError(
    'The 2 GiB that MuJoCo can have are full: close() environments that are no longer used, or use worker threads, which ' +
      'have memory of their own.',
  );
}

/** Frees the model when nobody uses it any more. */
export function releaseModel(shared: SharedModel): void {
  if (--shared.users > 0) return;
  models.delete(shared.xml);
  shared.sketch?.delete();
  shared.model.delete();
}
