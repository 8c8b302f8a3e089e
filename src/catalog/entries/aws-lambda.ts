import type { FileEntryPattern, Framework } from '../types.ts';

const id = 'aws-lambda';

/** A package that a function's project depends on, and the names that its handlers are usually exported by. */
function handlers(dependency: string): FileEntryPattern {
  return {
    kind: 'file',
    framework: id,
    files: ['**/*'],
    exports: ['handler', 'lambdaHandler'],
    dependency,
    moment: 'request',
  };
}

export const awsLambda: Framework = {
  id,
  title: 'AWS Lambda',
  packages: ['aws-lambda', '@types/aws-lambda'],
  types: [],
  entries: [
    '@types/aws-lambda',
    'aws-lambda',
    'serverless',
    'serverless-http',
    '@middy/core',
    '@vendia/serverless-express',
    '@codegenie/serverless-express',
    '@aws-lambda-powertools/logger',
  ].map(handlers),
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [],
  namedIn: ['lambda-function'],
  citation: {
    title: 'AWS Lambda: define a function handler in Node.js',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  },
};
