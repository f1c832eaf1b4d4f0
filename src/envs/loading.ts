// What has been loaded: families of environments, and engines that some of them need.
interface Loadable {
  load?(): Promise<unknown>;
}

const loading = new WeakMap<object, Promise<unknown>>();
const loaded = new WeakSet<object>();

/** Whether `what` needs no loading, or has been loaded. */
export function isLoaded(what: Loadable): boolean {
  return !what.load || loaded.has(what);
}

/** Calls `load` unless it was done for `what` before; what failed may be tried again. */
export async function loadOnce(what: object, load: () => Promise<unknown>): Promise<void> {
  if (loaded.has(what)) return;
  const pending = loading.get(what) ?? load();
  loading.set(what, pending);
  try {
    await pending;
    loaded.add(what);
  } finally {
    loading.delete(what);
  }
}
