import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NamedTensor, readSafetensors, writeSafetensors } from './safetensors.js';

/** A file by hand: header JSON (or raw text) and data bytes. */
function file(header: unknown, data: ArrayLike<number> = [], length?: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe('safetensors', () => {
  it('brings back every element type, with metadata', () => {
    const tensors: Record<string, NamedTensor> = {
      bytes: { shape: [3], data: new Uint8Array([1, 2, 255]) },
      flags: { shape: [2], data: new Uint8Array([1, 0]), dtype: 'BOOL' },
      f32: { shape: [2, 2], data: new Float32Array([1.5, -0, Number.NaN, Infinity]) },
      f64: { shape: [], data: new Float64Array([Math.PI]) },
      i8: { shape: [1], data: new Int8Array([-3]) },
      i16: { shape: [1], data: new Int16Array([-30000]) },
      i32: { shape: [1, 1], data: new Int32Array([-(2 ** 31)]) },
      i64: { shape: [1], data: new BigInt64Array([-(2n ** 63n)]) },
      u16: { shape: [1], data: new Uint16Array([65535]) },
      u32: { shape: [1], data: new Uint32Array([2 ** 32 - 1]) },
      u64: { shape: [1], data: new BigUint64Array([2n ** 64n - 1n]) },
      empty: { shape: [0, 4], data: new Float32Array(0) },
    };
    const read = readSafetensors(writeSafetensors(tensors, { format: 'pt' }));
    expect(read.metadata).toEqual({ format: 'pt' });
    expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, { shape, data }] of Object.entries(tensors)) {
      expect(read.tensors[name]!.shape).toEqual(shape);
      expect(read.tensors[name]!.data).toEqual(data);
    }
    expect(read.tensors.flags!.dtype).toBe('BOOL');
    expect(read.tensors.bytes!.dtype).toBe('U8');
  });

  it('lays the bytes out as the format says', () => {
    const bytes = writeSafetensors({ w: { shape: [1], data: new Float32Array([1]) } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('widens half precision to float32', () => {
    const bytes = file(
      {
        half: { dtype: 'F16', shape: [6], data_offsets: [0, 12] },
        brain: { dtype: 'BF16', shape: [2], data_offsets: [12, 16] },
      },
      [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c, 0xff, 0x7b, 0x00, 0x80, 0x80, 0x3f, 0x49, 0x40],
    );
    const { tensors } = readSafetensors(bytes);
    expect(tensors.half!.data).toEqual(new Float32Array([1, -2, 2 ** -24, Infinity, 65504, -0]));
    expect(tensors.brain!.data).toEqual(new Float32Array([1, 3.140625]));
  });

  it('reads from any byte offset and any order of names', () => {
    const header = {
      b: { dtype: 'F32', shape: [1], data_offsets: [1, 5] },
      a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
    };
    const bytes = file(header, [7, 0, 0, 0x80, 0x3f]);
    for (let shift = 0; shift < 4; shift++) {
      const shifted = new Uint8Array(bytes.length + shift).subarray(shift);
      shifted.set(bytes);
      const { tensors } = readSafetensors(shifted);
      expect(tensors.a!.data).toEqual(new Uint8Array([7]));
      expect(tensors.b!.data).toEqual(new Float32Array([1]));
    }
  });

  it('reads a Node Buffer at any alignment as the numbers that were written', () => {
    const arrays = {
      F64: Float64Array,
      F32: Float32Array,
      I32: Int32Array,
      I16: Int16Array,
      I64: BigInt64Array,
    };
    for (const [dtype, Data] of Object.entries(arrays)) {
      const data =
        dtype === 'I64' ? BigInt64Array.of(1n, 2n, 3n) : new (Data as typeof Int32Array)([1, 2, 3]);
      const header = { w: { dtype, shape: [3], data_offsets: [0, data.byteLength] } };
      for (let padding = 0; padding < 8; padding++) {
        const text = JSON.stringify(header) + ' '.repeat(padding);
        const buffer = Buffer.from(file(text, new Uint8Array(data.buffer)));
        expect(readSafetensors(buffer).tensors.w!.data, `${dtype} after ${text.length} bytes`).toEqual(data);
        const within = Buffer.concat([Buffer.alloc(padding), buffer]).subarray(padding);
        expect(readSafetensors(within).tensors.w!.data).toEqual(data);
      }
    }
  });

  it('reads from shared memory', () => {
    const bytes = writeSafetensors({ w: { shape: [2], data: new Float32Array([1, 2]) } });
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expect(readSafetensors(shared).tensors.w!.data).toEqual(new Float32Array([1, 2]));
  });

  it('keeps any names apart, also hostile ones', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '7')), {
          maxLength: 8,
        }),
        (names) => {
          const list = names.filter((name) => name !== '__metadata__');
          const tensors = Object.fromEntries(
            list.map((name, i) => [name, { shape: [i], data: new Int32Array(i).fill(i) }]),
          );
          const read = readSafetensors(writeSafetensors(tensors));
          expect(Object.keys(read.tensors).sort()).toEqual([...list].sort());
          list.forEach((name, i) => {
            expect(Object.getOwnPropertyDescriptor(read.tensors, name)!.value.shape).toEqual([i]);
          });
        },
      ),
    );
  });

  it('refuses every truncation', () => {
    const bytes = writeSafetensors({ w: { shape: [3], data: new Float32Array([1, 2, 3]) } });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSafetensors(bytes.subarray(0, length), 'w.safetensors')).toThrow(
        /w\.safetensors is not a valid safetensors file/,
      );
    }
  });

  const f32 = (extra: object) => ({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4], ...extra } });
  const duplicate =
    '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}';
  it.each([
    ['a huge header length', file('{}', [], 2 ** 40), /announces a header of 1099511627776 bytes/],
    ['a header that is not JSON', file('{"w":'), /header is not JSON/],
    ['a header that is not UTF-8', file('\u{0}').fill(0xff, 8), /header is not JSON/],
    ['a header that is a list', file([]), /not a JSON object/],
    ['an unknown element type', file(f32({ dtype: 'F4' }), [0, 0, 0, 0]), /element type "F4"; known are F64/],
    ['an inherited element type', file(f32({ dtype: 'toString' }), [0, 0, 0, 0]), /element type "toString"/],
    ['a negative size', file(f32({ shape: [-1] }), [0, 0, 0, 0]), /shape of 'w'/],
    ['a fractional size', file(f32({ shape: [0.5] }), [0, 0, 0, 0]), /shape of 'w'/],
    ['a missing shape', file(f32({ shape: null }), [0, 0, 0, 0]), /shape of 'w'/],
    ['backward offsets', file(f32({ data_offsets: [4, 0] }), [0, 0, 0, 0]), /data_offsets of 'w'/],
    ['a shape that needs more', file(f32({ shape: [2] }), [0, 0, 0, 0]), /needs 8 bytes.*span 4/],
    ['an overflowing shape', file(f32({ shape: [2 ** 50, 2 ** 50] }), [0, 0, 0, 0]), /span 4/],
    ['a gap', file(f32({ data_offsets: [4, 8] }), new Uint8Array(8)), /starts at byte 4, expected 0/],
    ['trailing bytes', file(f32({}), new Uint8Array(5)), /1 bytes follow/],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), /metadata 'a' is not a string/],
    ['a name that is there twice', file(duplicate, new Uint8Array(8)), /the key "w" is there twice/],
    [
      'metadata that is there twice',
      file('{"__metadata__":{"a":"1","a":"2"}}'),
      /the key "a" is there twice/,
    ],
    ['nesting without end', file('['.repeat(1e5) + ']'.repeat(1e5)), /nested more than 200 levels/],
    ['an entry that is no object', file({ w: 3 }), /entry 'w' is not an object/],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('refuses overlapping tensors', () => {
    const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
    expect(() => readSafetensors(file({ a: entry, b: entry }, new Uint8Array(8)))).toThrow(/no overlaps/);
  });

  it('never reads past hostile bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.json(), (noise, json) => {
        for (const bytes of [noise, file(json, noise)]) {
          try {
            readSafetensors(bytes);
          } catch (error) {
            expect((error as Error).name).toBe('UserError');
          }
        }
      }),
    );
  });

  it('refuses to write a shape that does not fit', () => {
    expect(() => writeSafetensors({ w: { shape: [2], data: new Float32Array(3) } })).toThrow(
      /'w' has shape \[2\] = 2 elements, but its data holds 3/,
    );
    expect(() => writeSafetensors({ __metadata__: { shape: [0], data: new Uint8Array(0) } })).toThrow(
      /reserved/,
    );
  });
});
