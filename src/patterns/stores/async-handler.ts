import type { CodeTemplate } from '../template.ts';

/** For Express up to 4, which does not look at what a handler gives back. */
export const asyncHandler: CodeTemplate = {
  id: 'async-handler',
  title: 'Handler whose failures are answered',
  description: 'Express 4 does not see a promise that fails; this hands the error on',
  prefix: 'scale-async-handler',
  languages: ['typescript', 'javascript'],
  rules: ['state-module-collection'],
  packages: { express: '^4.21.0' },
  slots: [],
  text: `‹import type { RequestHandler } from 'express';

type Given = Parameters<RequestHandler>;

›/** Hands what fails in a handler that waits to the application's error handler, so that the request is answered. */
export function asyncHandler‹<Path = Given[0]['params'], Answer = unknown, Body = Given[0]['body'], Query = Given[0]['query']>›(
  handler‹: (...given: Parameters<RequestHandler<Path, Answer, Body, Query>>) => Promise<unknown>›,
)‹: RequestHandler<Path, Answer, Body, Query>› {
  return (request, response, next) => {
    handler(request, response, next).catch(next);
  };
}
`,
};
