// JSON files, checked against a schema as they are read.
import type * as z from 'zod';
import { parseJson } from './check.js';
import { readText } from './files.js';

/**
 * The content of a file, numbers exact.
 *
 * @throws {UserError} when the file cannot be read, is not JSON, or does not fit the schema; it names the file and
 *   each key that is at fault.
 */
export function readJson<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  return parseJson(readText(path), path, schema);
}
