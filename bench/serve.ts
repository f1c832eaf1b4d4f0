// The loop of a contender: answers one JSON request a line with one JSON line.
import { createInterface } from 'node:readline';

/** @param handlers the answer to each `command` of a request */
export async function serve(handlers: Record<string, (request: never) => unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    let reply: unknown;
    try {
      const request = JSON.parse(line);
      reply = await handlers[request.command]!(request as never);
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
