// `npm ci && npm start`; PORT, default 3000. SIGTERM or SIGINT ends it: no new requests, and the fits that run get
// GRACE milliseconds before they are aborted and answer with the best that they had.
import process, { env } from 'node:process';
import { makeApp } from './app.mjs';

const GRACE = Number(env.GRACE ?? 10_000);
const shutdown = new AbortController();

const server = makeApp({
  mostFits: Number(env.MOST_FITS ?? 2),
  shutdown: shutdown.signal,
}).listen(Number(env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}`);
});

function end() {
  // Ends connections that wait, and those with a request soon after their answer. Nothing then keeps Node running.
  server.close();
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => shutdown.abort(), GRACE).unref();
}
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, end);
