import type { SnippetTemplate } from '../template.ts';

export const queueWorkerSqs: SnippetTemplate = {
  id: 'queue-worker-sqs',
  title: 'Queue: worker with dead letters (Amazon SQS)',
  description: 'Takes messages, gives failed ones back later, with graceful shutdown',
  prefix: 'scale-queue-worker-sqs',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'retry failed jobs', 'dead letter queue'],
  tradeoffs:
    'A program of its own to deploy and to watch. A message can come twice, so what it does must be safe to repeat; each request to SQS is billed, which long polling keeps few.',
  languages: ['typescript', 'javascript'],
  rules: ['queue-in-memory', 'shutdown-missing'],
  packages: { '@aws-sdk/client-sqs': '^3.1000.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'address', initial: 'REPORTS_QUEUE_URL' },
    { name: 'work', initial: 'makeReport' },
    { name: 'seconds', initial: '120' },
  ],
  text: `import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient‹,
  type Message›
} from '@aws-sdk/client-sqs';

const queueUrl = process.env.«address»;
if (!queueUrl) throw new Error('Set «address», to the address of the queue.');

// Region and credentials come from the environment, or from the role that the program runs in.
const sqs = new SQSClient({ maxAttempts: 3 });

/** A message can come twice: what it does must be safe to repeat, for example by writing under the message's id. */
async function «work»(id‹: string | undefined›, order‹: unknown›) {
  console.log('Working on', id, order);
}

async function handle({ MessageId, ReceiptHandle, Body, Attributes }‹: Message›) {
  try {
    await «work»(MessageId, JSON.parse(Body ?? 'null'));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  } catch (error) {
    // It comes again after a pause that doubles each time. The queue's redrive policy (maxReceiveCount, such as 5) says
    // after how often it goes to the queue of dead letters instead.
    const times = Number(Attributes?.ApproximateReceiveCount ?? 1);
    const pause = Math.min(2 ** times * 5, 900);
    console.error(\`Message \${MessageId} failed, for the \${times}. time:\`, error);
    await sqs
      .send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: pause }))
      .catch((problem‹: unknown›) => console.error('SQS:', problem));
  }
}

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort());

async function main() {
  // What is under way is finished first; the rest stays in the queue for the other workers.
  while (!stopping.signal.aborted) {
    try {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 20,
          // Nobody else is given a message for so long, which must be more than its work takes.
          VisibilityTimeout: «seconds»,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
        { abortSignal: stopping.signal },
      );
      await Promise.all((Messages ?? []).map(handle));
    } catch (error) {
      if (stopping.signal.aborted) break;
      console.error('SQS:', error);
      await new Promise((resolve) => setTimeout(resolve, 5000));
    }
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
`,
};
