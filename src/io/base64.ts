// Bytes that are kept in source files as text.

/** The bytes of base64 text. A loop, as `Uint8Array.from(text, …)` takes longer by its iterator than unpacking what it reads. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
