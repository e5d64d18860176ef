// POST /fit, POST /predict, GET /health.
import express from 'express';
import { RelufitError } from 'relufit';
import { answerFit, answerPredict, LIMITS } from './fitting.mjs';

/** Errors that are not the request's fault, or not of its words. */
const STATUS = { TOO_LARGE: 413, ENGINE_UNAVAILABLE: 500, WORKER_FAILED: 500 };

/**
 * @param {{ mostFits?: number, shutdown: AbortSignal }} options fits at the same time, beyond which requests are turned
 * away; and the signal that ends all of them, which then answer with the best that they had
 */
export function makeApp({ mostFits = 2, shutdown }) {
  const app = express();
  let fits = 0;

  app.disable('x-powered-by');
  app.get('/health', (_request, response) => {
    response.json({ status: shutdown.aborted ? 'ending' : 'ok', fits });
  });

  /** @type {import('express').RequestHandler} */
  const unlessBusy = (_request, response, next) => {
    if (fits < mostFits && !shutdown.aborted) return next();
    const message = `got a fit more than the ${mostFits} that run. Try later.`;
    response.set('Retry-After', '5').status(503).json({ code: 'BUSY', message });
  };
  const body = express.json({ limit: LIMITS.body });

  // Before the body is read too: a busy server takes no megabytes.
  app.post('/fit', unlessBusy, body, unlessBusy, async (request, response) => {
    // A client that is gone needs no answer: the fit ends, and the worker is free for another.
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    fits++;
    try {
      const answer = await answerFit(request.body, AbortSignal.any([gone.signal, shutdown]));
      if (!gone.signal.aborted) response.json(answer);
    } finally {
      fits--;
    }
  });

  app.post('/predict', body, (request, response) => {
    response.json(answerPredict(request.body));
  });

  app.use((_request, response) => {
    response.status(404).json({ code: 'NOT_FOUND', message: 'GET /health, POST /fit or /predict' });
  });

  // Four parameters are how Express knows a handler of errors.
  app.use((error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof RelufitError) {
      const { code, message } = error;
      response.status(STATUS[code] ?? 400).json({ code, message });
    } else if (error.expose) {
      // The parser's: no JSON, or too much of it.
      const code = error.type === 'entity.too.large' ? 'TOO_LARGE' : 'INVALID_BODY';
      response.status(error.status).json({ code, message: error.message });
    } else {
      console.error(error);
      response.status(500).json({ code: 'INTERNAL', message: 'see the log of the server' });
    }
  });

  return app;
}
