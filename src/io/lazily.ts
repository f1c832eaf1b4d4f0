// Things that take time to make and that few programs need: made when they are first looked at.

/**
 * Stands for what `make` returns, which is called when something of it is first read.
 *
 * @example const schema = lazily(() => z.object({ … })); // a program that never validates never builds it
 */
export function lazily<T extends object>(make: () => T): T {
  let made: T | undefined;
  const thing = () => {
    made ??= make();
    return made;
  };
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(thing(), key),
    set: (_, key, value) => Reflect.set(thing(), key, value),
    has: (_, key) => Reflect.has(thing(), key),
    ownKeys: () => Reflect.ownKeys(thing()),
    getOwnPropertyDescriptor(_, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(thing(), key);
      // A proxy may not call a property fixed that it does not have itself.
      return descriptor && { ...descriptor, configurable: true };
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(thing()),
  });
}
