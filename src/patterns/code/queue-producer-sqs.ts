import type { SnippetTemplate } from '../template.ts';

export const queueProducerSqs: SnippetTemplate = {
  id: 'queue-producer-sqs',
  title: 'Queue: producer (Amazon SQS)',
  description: 'Sends a message to a queue that AWS keeps',
  prefix: 'scale-queue-producer-sqs',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'messages are lost'],
  tradeoffs:
    'Messages of a standard queue can come twice and in another order; a FIFO queue keeps the order and takes fewer a second. A message holds 1 MiB: put larger things into a bucket.',
  languages: ['typescript', 'javascript'],
  rules: ['queue-in-memory', 'work-after-response'],
  packages: { '@aws-sdk/client-sqs': '^3.1000.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'send', initial: 'sendReport' },
    { name: 'address', initial: 'REPORTS_QUEUE_URL' },
  ],
  text: `import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const queueUrl = process.env.«address»;
if (!queueUrl) throw new Error('Set «address», to the address of the queue.');

// Region and credentials come from the environment, or from the role that the program runs in.
// Without times of its own it would wait a quarter of an hour for a queue that hangs.
const sqs = new SQSClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 } });

/** Gives the message's id once SQS has kept it on several machines. While SQS is down it fails after three tries. */
export async function «send»(message‹: unknown›)‹: Promise<string | undefined>› {
  const { MessageId } = await sqs.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }),
  );
  return MessageId;
}
`,
};
