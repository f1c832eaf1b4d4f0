// What the tests use of node:fs and node:zlib, in a browser: the test server unpacks golden files, so reading is a
// synchronous request and unpacking does nothing.

export function readFileSync(url: URL): string {
  const request = new XMLHttpRequest();
  request.open('GET', `/unpacked${url.pathname}`, false);
  request.send();
  if (request.status !== 200) throw new Error(`${url.pathname}: the test server answered ${request.status}.`);
  return request.responseText;
}

export function gunzipSync(text: string): string {
  return text;
}
