// The exact state of an emulator: all that differs from the machine as it was when it was made, as plain JSON.
import { UserError } from '../../io/errors.js';
import { packBytes, unpackBytes } from './packed-bytes.js';

type Node = Record<string, unknown>;

/** A number, text, boolean or null as it is; `{ node }` another object by its number; `{}` undefined. */
type Value = string | number | boolean | null | { node?: number };

/** Properties that changed, by name; of a typed array its bytes, packed. */
type Changes = Record<string, Value> | string;

/** An object made since: it is `like` one that was there from the beginning. */
interface Made {
  like: number;
  /** Of a typed array. */
  length?: number;
  changes: Changes;
}

/** What `save` returns. */
export interface MachineChanges {
  changed: Record<string, Changes>;
  made: Made[];
}

/** A copy of a node: of a typed array its bytes, of a list its entries, of others their properties by name. */
type Contents = Uint8Array | unknown[] | Map<string, unknown>;

/** Of functions these say nothing. */
const OF_FUNCTIONS = ['length', 'name', 'prototype', 'arguments', 'caller'];

/**
 * Emulators keep their state in hundreds of objects, functions with properties among them. Those that can be reached from a
 * machine just made are numbered in the order in which they are found, which is the same in every process, so that
 * references can be written down. What closures hold is not seen.
 */
export class MachineState {
  private readonly nodes: Node[] = [];
  private readonly numbers = new Map<unknown, number>();
  /** What every node held at the beginning. */
  private readonly initial: Contents[];

  /** @param roots the machine, just made, and whatever else its properties may refer to later */
  constructor(...roots: object[]) {
    const initial: Contents[] = [];
    for (const root of roots) this.number(root);
    for (const node of this.nodes) {
      const contents = copyOf(node);
      if (!(contents instanceof Uint8Array)) for (const value of contents.values()) this.number(value);
      initial.push(contents);
    }
    this.initial = initial;
  }

  /** @throws UserError when the machine made a function or an object of a class that it had none of. */
  save(): MachineChanges {
    const { nodes, initial } = this;
    const made: object[] = [];
    const numbers = new Map<object, number>();
    const reference = (value: unknown): Value => {
      if (value === undefined) return {};
      if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Value;
      const known = this.numbers.get(value) ?? numbers.get(value as object);
      if (known !== undefined) return { node: known };
      const node = nodes.length + made.push(value as object) - 1;
      numbers.set(value as object, node);
      return { node };
    };
    const changed: Record<string, Changes> = {};
    nodes.forEach((node, i) => {
      const changes = differences(node, initial[i]!, reference);
      if (changes !== undefined) changed[i] = changes;
    });
    // Objects made since may refer to others, which then join the list.
    const rest: Made[] = [];
    for (const node of made) {
      const changes = differences(node, undefined, reference)!;
      const length = ArrayBuffer.isView(node) ? (node as Uint8Array).length : undefined;
      rest.push({ like: this.kin(node), ...(length !== undefined && { length }), changes });
    }
    return { changed, made: rest };
  }

  load({ changed, made }: MachineChanges): void {
    const { nodes, initial } = this;
    const all = [...nodes, ...made.map(({ like, length }) => sibling(nodes[like]!, length))];
    const resolve = (value: Value): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      return value.node === undefined ? undefined : all[value.node];
    };
    nodes.forEach((node, i) => {
      revert(node, initial[i]!);
      apply(node, changed[i], resolve);
    });
    made.forEach(({ changes }, i) => {
      apply(all[nodes.length + i]!, changes, resolve);
    });
  }

  private number(value: unknown): void {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (this.numbers.has(value)) return;
    this.numbers.set(value, this.nodes.push(value as Node) - 1);
  }

  /** A node with the prototype of an object made since. */
  private kin(made: object): number {
    const prototype = Object.getPrototypeOf(made);
    const like =
      typeof made === 'function'
        ? -1
        : this.nodes.findIndex((node) => Object.getPrototypeOf(node) === prototype);
    if (like >= 0) return like;
    const kind =
      typeof made === 'function' ? `a function ${made.name}` : `an object of class ${made.constructor?.name}`;
    throw new UserError(
      `The state of this machine cannot be saved: it made ${kind} since it began. Play the ROM without saving.`,
    );
  }
}

function copyOf(node: object): Contents {
  if (ArrayBuffer.isView(node)) return bytesOf(node).slice();
  return Array.isArray(node) ? node.slice() : properties(node);
}

/** Values of its own, by name, hidden ones too. */
function properties(node: object): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const key of Object.getOwnPropertyNames(node)) {
    if (typeof node === 'function' && OF_FUNCTIONS.includes(key)) continue;
    const property = Object.getOwnPropertyDescriptor(node, key)!;
    if ('value' in property) found.set(key, property.value);
  }
  return found;
}

/** Lists are many and seldom change, so that they are compared as they are. */
function isUnchanged(node: object, initial: Contents | undefined): boolean {
  if (ArrayBuffer.isView(node)) return initial !== undefined && isEqual(bytesOf(node), initial as Uint8Array);
  return Array.isArray(node) && Array.isArray(initial) && isEqual(node, initial);
}

/** Undefined when there are none. */
function differences(
  node: object,
  initial: Contents | undefined,
  reference: (value: unknown) => Value,
): Changes | undefined {
  if (isUnchanged(node, initial)) return undefined;
  if (ArrayBuffer.isView(node)) return packBytes(bytesOf(node));
  const before = initial instanceof Map ? initial : properties(initial ?? {});
  const changes: Record<string, Value> = {};
  for (const [key, value] of properties(node)) {
    if (!before.has(key) || !Object.is(before.get(key), value)) changes[key] = reference(value);
  }
  return initial && Object.keys(changes).length === 0 ? undefined : changes;
}

function revert(node: Node, initial: Contents): void {
  if (isUnchanged(node, initial)) return;
  if (initial instanceof Uint8Array) {
    bytesOf(node as unknown as ArrayBufferView).set(initial);
    return;
  }
  const before = initial instanceof Map ? initial : properties(initial);
  for (const key of properties(node).keys()) if (!before.has(key)) delete node[key];
  for (const [key, value] of before) if (!Object.is(node[key], value)) node[key] = value;
}

function apply(node: Node, changes: Changes | undefined, resolve: (value: Value) => unknown): void {
  if (typeof changes === 'string') unpackBytes(changes, bytesOf(node as unknown as ArrayBufferView));
  else for (const [key, value] of Object.entries(changes ?? {})) node[key] = resolve(value);
}

/** An object of the same class, without values yet. */
function sibling(like: Node, length: number | undefined): Node {
  if (length !== undefined) return new (like.constructor as new (length: number) => Node)(length);
  return Array.isArray(like) ? ([] as unknown as Node) : Object.create(Object.getPrototypeOf(like));
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function isEqual(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
