import type { CheckMessage, CheckRequest } from './protocol.ts';
import { runCheck } from './run-check.ts';

/** Off the page's own thread, so that checking a long history never makes it stutter. */
addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const tools = { request: fetch.bind(globalThis), now: Date.now };
  void runCheck(data, tools, (message: CheckMessage) => {
    postMessage(message);
  });
});
