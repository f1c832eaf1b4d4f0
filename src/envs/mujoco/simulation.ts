// One running simulation: the state of a shared model, its arrays, steps, exact state, and its end.
import { UserError } from '../../io/errors.js';
import type { EnvState } from '../env.js';
import {
  type ArrayName,
  acquireModel,
  type Data,
  type Model,
  mujoco,
  newData,
  releaseModel,
  type SharedModel,
} from './engine.js';

/** What a step reads of the step before: the integrator's state, and places that rewards compare with. */
const STATE: readonly ArrayName[] = ['qpos', 'qvel', 'act', 'ctrl', 'qacc_warmstart', 'xpos', 'xipos'];

/** MuJoCo's number for bodies (mjOBJ_BODY). */
const BODY = 1;

interface Memory {
  shared: SharedModel;
  data: Data;
}

/** Memory of WebAssembly is not collected: what nobody closed is freed when its simulation is. */
const forgotten = new FinalizationRegistry<Memory>(free);

function free({ shared, data }: Memory): void {
  data.delete();
  releaseModel(shared);
}

/** Numbers and arrays have MuJoCo's names and layouts: SI units, quaternions w first, one row of `xpos` a body. */
export class Simulation {
  private views: { [name in ArrayName]?: Float64Array } = {};
  private readonly engine = mujoco();
  private readonly memory: Memory;
  private isClosed = false;

  /**
   * @param owner whose model it is, for errors
   * @param xml the model in MJCF
   * @throws UserError when it does not compile.
   */
  constructor(
    private readonly owner: string,
    xml: string,
  ) {
    const shared = acquireModel(owner, xml);
    this.memory = { shared, data: newData(shared.model) };
    forgotten.register(this, this.memory, this);
  }

  /** A view of an array, for now: memory that grows leaves views with no length. */
  array(name: ArrayName): Float64Array {
    const known = this.views[name];
    if (known !== undefined && known.length > 0) return known;
    const view = this.data[name];
    this.views[name] = view;
    return view;
  }

  private get data(): Data {
    return this.open().data;
  }

  get model(): Model {
    return this.open().shared.model;
  }

  private open(): Memory {
    if (this.isClosed) throw new UserError(`${this.owner} is closed: make a new one.`);
    return this.memory;
  }

  /** Everything as in the model. */
  reset(): void {
    this.engine.mj_resetData(this.model, this.data);
  }

  /** Computes what follows from positions, velocities and controls. */
  forward(): void {
    this.engine.mj_forward(this.model, this.data);
  }

  /** Steps of the model's timestep with the controls as they stand. */
  advance(steps: number): void {
    const { engine, model, data } = this;
    for (let i = 0; i < steps; i++) engine.mj_step(model, data);
  }

  /** Computes `cfrc_ext`, the forces from outside on each body. */
  computeContactForces(): void {
    this.engine.mj_rnePostConstraint(this.model, this.data);
  }

  /** The number of a body. @throws UserError when none has that name. */
  body(name: string): number {
    const id = this.engine.mj_name2id(this.model, BODY, name);
    if (id >= 0) return id;
    throw new UserError(`${this.owner}: the model needs a body named "${name}".`);
  }

  /** Places (rows of 3) and orientations (rows of 9) of all geoms now; they hold until the next call. */
  pose(): { places: Float64Array; orientations: Float64Array } {
    const { engine, model } = this;
    const { shared } = this.open();
    const qpos = this.array('qpos').slice();
    shared.sketch ??= newData(model);
    shared.sketch.qpos.set(qpos);
    engine.mj_kinematics(model, shared.sketch);
    return { places: shared.sketch.geom_xpos, orientations: shared.sketch.geom_xmat };
  }

  /** All that the next steps depend on, as plain JSON, … */
  save(): EnvState {
    const state: EnvState = { time: this.data.time };
    for (const name of STATE) state[name] = [...this.array(name)];
    return state;
  }

  /** … and back. @throws UserError when it is the state of another model. */
  load(state: EnvState): void {
    this.data.time = state.time as number;
    for (const name of STATE) {
      const [array, values] = [this.array(name), state[name] as number[]];
      if (array.length !== values.length) {
        throw new UserError(
          `${this.owner}: a state of this model has ${array.length} numbers of ${name}, got ${values.length}.`,
        );
      }
      array.set(values);
    }
  }

  /** Frees its memory; afterwards it cannot be used. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.views = {};
    forgotten.unregister(this);
    free(this.memory);
  }
}
