import type { Library } from '../types.ts';
import { argument, constructed, effect, option } from './wording.ts';

const modules = ['@aws-sdk/client-sqs'];

/** Every call of the AWS SDK is `client.send(command)`, so that the command says what is done. */
export const awsSqs: Library = {
  id: 'aws-sqs',
  title: 'Amazon SQS',
  packages: modules,
  types: [
    {
      type: 'aws-sqs.client',
      madeBy: [constructed(modules, 'SQSClient')],
      declaredAs: [{ modules, name: 'SQSClient' }],
    },
  ],
  uses: [
    {
      call: constructed(modules, 'SQSClient'),
      role: 'broker-client',
      options: argument(0),
      connects: { engine: 'sqs', address: [option(0, 'endpoint')], host: [], environment: [] },
    },
  ],
  effects: [
    effect('enqueue', constructed(modules, 'SendMessageCommand'), option(0, 'QueueUrl')),
    effect('enqueue', constructed(modules, 'SendMessageBatchCommand'), option(0, 'QueueUrl')),
  ],
  citation: {
    title: 'AWS SDK for JavaScript: SQS',
    url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sqs/',
  },
};
