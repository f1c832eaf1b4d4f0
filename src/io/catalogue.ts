// Definitions by name: ours, which are listed, and those that users register.
import { UserError } from './errors.js';
import { nearest } from './nearest.js';

export class Catalogue<T extends { readonly id: string }> {
  private readonly defined = new Map<string, T>();

  /** @param kind what is defined, for messages: `algorithm` */
  constructor(private readonly kind: string) {}

  /** Adds a definition. @throws UserError when the name is taken by another one. */
  add<D extends T>(definition: D): D {
    const { id } = definition;
    if (typeof id !== 'string' || !/^[A-Za-z][\w./-]*$/.test(id)) {
      throw new UserError(
        `The id of a definition (${this.kind}) is a word such as "my-${this.kind}", got ${JSON.stringify(id)}.`,
      );
    }
    const known = this.defined.get(id);
    if (known && known !== definition) throw new UserError(`The ${this.kind} "${id}" is defined already.`);
    this.defined.set(id, definition);
    return definition;
  }

  /** Everything defined so far: the given ones first, in their order. */
  all(first: readonly T[]): T[] {
    return [...new Set([...first, ...this.defined.values()])];
  }

  /** @throws UserError with the nearest names when there is none called `id`. */
  get(id: string, first: readonly T[]): T {
    const found = first.find((each) => each.id === id) ?? this.defined.get(id);
    if (found) return found;
    const ids = this.all(first).map((each) => each.id);
    const near = nearest(String(id), ids);
    throw new UserError(
      `Unknown ${this.kind} "${id}"${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.'} Known: ${ids.join(', ')}.`,
    );
  }
}
