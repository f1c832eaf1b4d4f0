// Stands for files in browsers, where bundlers put it in their place (`browser` in package.json).
import { UserError } from './errors.js';

function refuse(path: string): never {
  throw new UserError(
    `There are no files in a browser, so no '${path}'. Keep the bytes of agent.toBytes() and read them with agentFromBytes(); ` +
      'data comes from bytes by parseIdx() and parseCora().',
  );
}

export const writeFileAtomic = refuse;
export const readFile = refuse;
export const readSafetensorsFile = refuse;
