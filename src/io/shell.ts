// Commands that can be copied: words quoted for a POSIX shell.

/**
 * `text` as one word of a shell command, quoted where it needs to be.
 *
 * @example shellWord('my runs/a') // "'my runs/a'"
 */
export function shellWord(text: string): string {
  return /^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line of the words. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
