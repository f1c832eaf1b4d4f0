// What the tests use of node:fs and node:zlib, in a browser: the test server unpacks golden files, so reading is a
// synchronous request and unpacking does nothing.

class Bytes extends Uint8Array {
  override toString(): string {
    return new TextDecoder().decode(this);
  }
}

export function readFileSync(url: URL): Bytes {
  const request = new XMLHttpRequest();
  request.open('GET', `/unpacked${url.pathname}`, false);
  // Every byte becomes a character of its own; a synchronous request cannot answer bytes.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${url.pathname}: the test server answered ${request.status}.`);
  return Bytes.from(request.responseText, (character) => character.charCodeAt(0) & 255) as Bytes;
}

export function gunzipSync(bytes: Bytes): Bytes {
  return bytes;
}
