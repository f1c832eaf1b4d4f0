// What a terminal sends for the keys that are pressed, as names of keys.

const ESCAPE = '\u001b';
const NAMES: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'ctrl-c',
  '\u0004': 'ctrl-d',
  '\u001a': 'ctrl-z',
};
/** An escape sequence, or one character. */
const KEY = new RegExp(`${ESCAPE}(\\[[\\d;]*[A-Za-z~]|O[A-Z])|[^]`, 'gu');

/** The keys in what arrived, in their order; what has no name is left out. */
export function keysIn(text: string): string[] {
  if (text === ESCAPE) return ['escape'];
  return [...text.matchAll(KEY)].flatMap(([whole, sequence]) => {
    const name = NAMES[sequence ?? whole];
    if (name) return [name];
    return sequence === undefined && whole > ' ' ? [whole.toLowerCase()] : [];
  });
}

const SIGNS: Readonly<Record<string, string>> = { left: '←', right: '→', up: '↑', down: '↓' };

/** How a key is shown. */
export function keySign(key: string): string {
  return SIGNS[key] ?? key;
}
