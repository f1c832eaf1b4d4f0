// Loaded before a contender (`node --import`): `trainyard` means the build in the folder TRAINYARD_PACKAGE.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const folder = process.env.TRAINYARD_PACKAGE;
if (folder) {
  const inside = JSON.stringify(pathToFileURL(`${folder}/package.json`).href);
  const hooks = `export const resolve = (name, context, next) =>
    next(name, /^trainyard(\\/|$)/.test(name) ? { ...context, parentURL: ${inside} } : context);`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}
