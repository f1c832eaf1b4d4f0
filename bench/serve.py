"""The loop of a contender: answers one JSON request a line with one JSON line."""

import json
import sys
import time


def serve(handlers):
    """handlers: what answers each `command` of a request, called with the request."""
    # What libraries print must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = handlers[request["command"]](request)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


def start_clock():
    """Seconds since the call: the wall clock, or what the processor spent where that is less (on a busy machine)."""
    wall, processor = time.perf_counter(), time.process_time()
    return lambda: min(time.perf_counter() - wall, time.process_time() - processor)


def rate(step, seconds):
    """Calls of `step(i)` a second; the clock is read once per block of about a millisecond."""
    clock, start = start_clock(), time.perf_counter()
    now, count, block = start, 0, 1
    while now - start < seconds:
        for i in range(count, count + block):
            step(i)
        count += block
        before, now = now, time.perf_counter()
        if now - before < 1e-3:
            block *= 2
    return count / clock()
