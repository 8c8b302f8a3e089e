import { amqplib, rabbitmqQueue } from '../pieces/rabbitmq.ts';
import type { SnippetTemplate } from '../template.ts';

export const queueWorkerRabbitmq: SnippetTemplate = {
  ...amqplib,
  id: 'queue-worker-rabbitmq',
  title: 'Queue: worker with dead letters (RabbitMQ)',
  description: 'Takes messages and acknowledges them when done, with graceful shutdown',
  prefix: 'scale-queue-worker-rabbitmq',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'messages are lost', 'retry failed jobs'],
  tradeoffs:
    'A program of its own to deploy and to watch. A message can come twice, so what it does must be safe to repeat. One that failed comes again after a pause, behind others that came meanwhile.',
  rules: ['queue-in-memory', 'shutdown-missing'],
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'attempts', initial: '5' },
    { name: 'pause', initial: '30' },
    { name: 'concurrency', initial: '4' },
    { name: 'work', initial: 'makeReport' },
  ],
  text: `import { connect‹, type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage› } from 'amqplib';

${rabbitmqQueue}
/** A message can come twice: what it does must be safe to repeat, for example by writing under the message's id. */
async function «work»(id‹: string›, order‹: unknown›) {
  console.log('Working on', id, order);
}

/** What failed waits in a queue whose messages go back to the first one after «pause» s. */
const waiting = \`\${queue}.waiting\`;

async function declareWaiting(channel‹: Channel›) {
  await channel.assertQueue(waiting, {
    durable: true,
    messageTtl: «pause» * 1000,
    deadLetterExchange: '',
    deadLetterRoutingKey: queue,
    arguments: { 'x-queue-type': 'quorum' },
  });
}

/** Gives a message that failed back, to come again after a pause; behind its last try it becomes a dead letter. */
async function giveBack(channel‹: ConfirmChannel›, message‹: ConsumeMessage›) {
  const { headers, ...properties } = message.properties;
  const tries = Number(headers?.['x-tries'] ?? 0) + 1;
  if (tries >= «attempts») {
    channel.nack(message, false, false);
    return;
  }
  const options = { ...properties, persistent: true, headers: { ...headers, 'x-tries': tries } };
  await new Promise((resolve, reject) => {
    channel.sendToQueue(waiting, message.content, options, (error) => (error ? reject(error) : resolve(undefined)));
  });
  // Only what is kept there is taken from here.
  channel.ack(message);
}

async function handle(channel‹: ConfirmChannel›, message‹: ConsumeMessage›) {
  let isDone = false;
  try {
    await «work»(message.properties.messageId, JSON.parse(message.content.toString()));
    isDone = true;
  } catch (error) {
    console.error('A message failed:', error);
  }
  try {
    if (isDone) channel.ack(message);
    else await giveBack(channel, message);
  } catch (error) {
    // The connection broke meanwhile, and RabbitMQ hands the message to somebody else.
    console.error('RabbitMQ:', error);
  }
}

let stopTaking = async () => {};
const underWay = new Set‹<Promise<void>>›();

async function consume(connection‹: ChannelModel›) {
  const channel = await connection.createConfirmChannel();
  channel.on('error', (error) => console.error('RabbitMQ:', error));
  await declare(channel);
  await declareWaiting(channel);
  // So many messages are worked on at a time; the others stay for other workers.
  await channel.prefetch(«concurrency»);
  const { consumerTag } = await channel.consume(queue, (message) => {
    if (message === null) return;
    const handled = handle(channel, message).finally(() => underWay.delete(handled));
    underWay.add(handled);
  });
  stopTaking = async () => {
    await channel.cancel(consumerTag);
    await Promise.all(underWay);
    // It is closed before the connection, so that what is done is acknowledged.
    await channel.close();
  };
}

// A connection that breaks is made again, and the consumer with it.
let disconnect = async () => {};
connect(amqpUrl, { recovery: { maxDelay: 5000, setup: consume } }).then(
  (connection) => {
    connection.on('error', (error) => console.error('RabbitMQ:', error));
    disconnect = () => connection.close();
  },
  (error) => console.error('RabbitMQ:', error),
);

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    // What is under way is finished first; the rest stays in the queue for the other workers.
    await stopTaking().catch((error‹: unknown›) => console.error('RabbitMQ:', error));
    await disconnect();
    process.exit(0);
  });
}
`,
};
