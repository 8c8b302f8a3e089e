import { amqplib, rabbitmqQueue } from '../pieces/rabbitmq.ts';
import type { SnippetTemplate } from '../template.ts';

export const queueProducerRabbitmq: SnippetTemplate = {
  ...amqplib,
  id: 'queue-producer-rabbitmq',
  title: 'Queue: producer with confirms (RabbitMQ)',
  description: 'Sends a message and waits until RabbitMQ has taken it over',
  prefix: 'scale-queue-producer-rabbitmq',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'messages are lost'],
  tradeoffs:
    'A confirmed message can still be handed out twice. While RabbitMQ is down sending fails; where a message must not be lost then, write it to an outbox in the database first.',
  rules: ['queue-in-memory', 'work-after-response'],
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'attempts', initial: '5' },
    { name: 'send', initial: 'sendReport' },
  ],
  text: `import { randomUUID } from 'node:crypto';
import { connect‹, type Channel, type ChannelModel, type ConfirmChannel› } from 'amqplib';

${rabbitmqQueue}
let open‹: ConfirmChannel | undefined›;

// A connection that breaks is made again, and the channel with it.
const connected = connect(amqpUrl, {
  recovery: {
    maxDelay: 5000,
    setup: async (connection‹: ChannelModel›) => {
      const channel = await connection.createConfirmChannel();
      channel.on('error', (error) => console.error('RabbitMQ:', error));
      channel.on('close', () => {
        open = undefined;
      });
      await declare(channel);
      open = channel;
    },
  },
});
connected.then(
  (connection) => connection.on('error', (error) => console.error('RabbitMQ:', error)),
  (error) => console.error('RabbitMQ:', error),
);

/** Gives the message's id once RabbitMQ has written it to disk. While RabbitMQ is down it fails, and nothing waits here. */
export async function «send»(message‹: unknown›)‹: Promise<string>› {
  const channel = open;
  if (channel === undefined) throw new Error('RabbitMQ is not there.');
  const messageId = randomUUID();
  const options = { persistent: true, contentType: 'application/json', messageId };
  await new Promise((resolve, reject) => {
    channel.sendToQueue(queue, Buffer.from(JSON.stringify(message)), options, (error) =>
      error ? reject(error) : resolve(undefined),
    );
  });
  return messageId;
}
`,
};
