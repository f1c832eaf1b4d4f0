// Damages files: bits, lengths, numbers, keys, types, sizes, depths. The same damage for the same generator.
import type { Generator } from '../../src/random/index.js';

const NUMBERS = [0, -1, 1.5, 3, 1e3, 65_537, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, 1e15, 1e308, -1e308];
const OTHERS = [
  ...[null, true, false, '', 'x', '__proto__', 'constructor', '../../x', '\u0000', '9'.repeat(400), '1e9'],
  ...[[], {}, [[]], [null], { $number: 'NaN' }, { $number: 'Infinity' }, { $number: 7 }, { length: 1e9 }],
];

const pick = <T>(rng: Generator, list: readonly T[]): T => list[rng.integers(0, list.length) as number]!;
/** A value to put somewhere: a copy, because the next change may go into it. */
const other = (rng: Generator): unknown => structuredClone(pick(rng, [...NUMBERS, ...OTHERS]));
const below = (rng: Generator, limit: number): number => rng.integers(0, Math.max(1, limit)) as number;

/** One to three changes to the bytes. */
export function mutateBytes(rng: Generator, bytes: Uint8Array): Uint8Array {
  let out: Buffer = Buffer.from(bytes);
  for (let change = 0; change <= below(rng, 3); change++) {
    const at = below(rng, out.length);
    const length = below(rng, Math.min(64, out.length - at) + 1);
    out = pick(rng, [
      () => flip(rng, out),
      () => out.subarray(0, at),
      () => Buffer.concat([out.subarray(0, at), out.subarray(at + length)]),
      () => Buffer.concat([out.subarray(0, at), noise(rng, length), out.subarray(at)]),
      () => Buffer.concat([out.subarray(0, at + length), out.subarray(at)]),
      () => Buffer.from(out).fill(pick(rng, [0, 0xff]), at, at + length),
    ])();
  }
  return out;
}

/** One to three changes to what JSON says; sometimes to its bytes. */
export function mutateJson(rng: Generator, text: string): string {
  if (below(rng, 8) === 0) return Buffer.from(mutateBytes(rng, Buffer.from(text))).toString();
  // Deeper than JSON.stringify could write it.
  if (below(rng, 40) === 0) return `${'{"a":['.repeat(1e5)}${']}'.repeat(1e5)}`;
  const holder = { value: JSON.parse(text) as unknown };
  for (let change = 0; change <= below(rng, 3); change++) mutateNode(rng, holder);
  return JSON.stringify(holder.value) ?? '';
}

/** Changes one line, or takes lines away, in or out of order. */
export function mutateLines(rng: Generator, text: string): string {
  const lines = text.split('\n');
  const at = below(rng, lines.length - 1);
  const change = below(rng, 6);
  if (change === 0) lines.splice(at, 1 + below(rng, 5));
  else if (change === 1) lines.splice(at, 0, ...lines.slice(0, 3), '');
  else if (change === 2) lines[at] = Buffer.from(mutateBytes(rng, Buffer.from(lines[at]!))).toString();
  else lines[at] = mutateJson(rng, lines[at]!);
  return lines.join('\n');
}

/** Changes what the header of a safetensors file says, JSON inside its metadata included, or its bytes. */
export function mutateSafetensors(rng: Generator, bytes: Uint8Array): Uint8Array {
  if (below(rng, 3) === 0) return mutateBytes(rng, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + Number(view.getBigUint64(0, true));
  const text = Buffer.from(bytes.subarray(8, end)).toString();
  const header = JSON.parse(text) as Record<string, unknown>;
  const metadata = header.__metadata__ as Record<string, string> | undefined;
  let changed: string;
  if (metadata && below(rng, 4) > 0) {
    const key = pick(rng, Object.keys(metadata));
    const isJson = /^[[{]/.test(metadata[key]!);
    if (isJson) metadata[key] = mutateJson(rng, metadata[key]!);
    else metadata[key] = pick(rng, ['', 'x', '9'.repeat(1000), '{}']);
    changed = JSON.stringify(header);
  } else changed = mutateJson(rng, text);
  const head = Buffer.from(changed);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(
    BigInt(
      below(rng, 20) === 0
        ? pick(
            rng,
            NUMBERS.filter((n) => n >= 0 && n < 1e16 && n % 1 === 0),
          )
        : head.length,
    ),
  );
  return Buffer.concat([length, head, bytes.subarray(end)]);
}

type Container = Record<string, unknown>;

/** Changes something at a random place below `holder.value`. */
function mutateNode(rng: Generator, holder: { value: unknown }): void {
  const places: [Container, string][] = [];
  collect(holder as Container, 'value', places);
  const [parent, key] = pick(rng, places);
  const node = parent[key];
  const replace = (value: unknown) => {
    parent[key] = value;
  };
  const changes: (() => void)[] = [
    () => replace(typeof node === 'number' ? pick(rng, NUMBERS) : other(rng)),
    () => replace(other(rng)),
    () => replace(nested(node, pick(rng, [3, 150, 1000]))),
    () => {
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
    },
    () => {
      const [from, name] = pick(rng, places);
      replace(structuredClone(from[name]));
    },
  ];
  if (typeof node === 'number') {
    changes.push(() => replace(node + pick(rng, [1, -1, 0.5])));
    changes.push(() => replace(-node));
    changes.push(() => replace(node * pick(rng, [10, 1e6, 1e12, 0.1])));
    changes.push(() => replace(String(node)));
  }
  if (Array.isArray(node)) {
    changes.push(() =>
      replace(Array.from({ length: pick(rng, [0, 1, 1000]) }, (_, i) => node[i % Math.max(1, node.length)])),
    );
    changes.push(() => node.push(other(rng)));
  } else if (typeof node === 'object' && node !== null) {
    changes.push(() => {
      (node as Container)[pick(rng, ['extra', '__proto__', '0', 'length', 'toJSON'])] = other(rng);
    });
  }
  pick(rng, changes)();
}

function collect(parent: Container, key: string, places: [Container, string][]): void {
  places.push([parent, key]);
  const node = parent[key];
  if (typeof node !== 'object' || node === null) return;
  for (const inner of Object.keys(node)) collect(node as Container, inner, places);
}

function nested(value: unknown, depth: number): unknown {
  let out = value;
  for (let level = 0; level < depth; level++) out = [out];
  return out;
}

function flip(rng: Generator, bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  for (let i = 0; i <= below(rng, 8) && out.length > 0; i++)
    out[below(rng, out.length)]! ^= 1 << below(rng, 8);
  return out;
}

function noise(rng: Generator, length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, () => below(rng, 256)));
}
