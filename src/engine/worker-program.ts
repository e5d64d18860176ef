// The program of a worker of the engine. It is bundled into worker.generated.ts, so that a worker can be started without
// a file to find.

import { builtin } from '../platform.js';
import type { Start } from './command.js';
import { serve } from './worker.js';

const { parentPort } = builtin('node:worker_threads') ?? {};
if (parentPort) {
  parentPort.once('message', serve);
} else {
  globalThis.onmessage = ({ data }: MessageEvent<Start>) => serve(data);
}
