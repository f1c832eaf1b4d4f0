// What JSON.parse lets pass and a file must not hold: a key twice in one object, and nesting without end.

/** Nothing that is written here comes near it; recursion over what is read stays far from the end of the stack. */
const MAX_DEPTH = 200;

/**
 * Looks through text that `JSON.parse` has taken.
 *
 * @throws {SyntaxError} for a key that an object holds twice (parsers silently take one of the values), and for
 *   nesting deeper than any file of ours.
 */
export function requirePlainJson(text: string): void {
  /** Keys of the objects around the current place; lists have none. */
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') {
      const end = endOfString(text, i);
      string = text.slice(i, end);
      i = end - 1;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > MAX_DEPTH) throw new SyntaxError(`it is nested more than ${MAX_DEPTH} levels deep`);
    } else if (character === '}' || character === ']') open.pop();
    else if (character === ':') {
      const keys = open.at(-1)!;
      const key = JSON.parse(string) as string;
      if (keys.has(key)) throw new SyntaxError(`the key ${string} is there twice`);
      keys.add(key);
    }
  }
}

/** Where the string that begins at `start` ends, behind its closing quote. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
}
