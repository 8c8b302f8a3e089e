import type { Platform } from '../types.ts';

/**
 * AWS Lambda: an environment for each request that runs at the same time, a thousand of them in a new account, and
 * nothing runs once the response is out.
 */
export const lambda: Platform = {
  id: 'aws-lambda',
  title: 'AWS Lambda',
  files: ['samconfig.toml'],
  unitKinds: ['lambda-function'],
  frameworks: ['aws-lambda', 'lambda'],
  hosts: { minimum: 0, maximum: 1000 },
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'frozen-after-response',
  citation: {
    title: 'Understanding Lambda function scaling',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
    quote:
      'By default, Lambda provides your account with a total concurrency limit of 1,000 concurrent executions across all functions in an AWS Region.',
  },
};
