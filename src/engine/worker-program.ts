// The program of a worker of the engine. It is bundled into worker.generated.ts, so that a worker can be started without
// a file to find.

import type { Start } from './command.js';
import { serve } from './worker.js';

const { parentPort } = globalThis.process?.getBuiltinModule?.('node:worker_threads') ?? {};
if (parentPort) {
  parentPort.once('message', serve);
} else {
  globalThis.onmessage = ({ data }: MessageEvent<Start>) => serve(data);
}
