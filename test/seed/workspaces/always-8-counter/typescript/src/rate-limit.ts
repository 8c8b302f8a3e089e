import type { NextFunction, Request, Response } from 'express';

interface Limit {
  readonly requests: number;
  readonly window: number;
  readonly keyFunc?: (request: Request) => string;
}

const hits = new Map<string, number[]>();

export function rateLimit({ requests, window, keyFunc = (request) => request.ip ?? '' }: Limit) {
  return (request: Request, response: Response, next: NextFunction) => {
    const key = `${request.path}:${keyFunc(request)}`;
    const now = Date.now() / 1000;
    const recent = (hits.get(key) ?? []).filter((hit) => hit > now - window);
    hits.set(key, recent);
    if (recent.length >= requests) {
      response.status(429).end();
      return;
    }
    recent.push(now);
    next();
  };
}
