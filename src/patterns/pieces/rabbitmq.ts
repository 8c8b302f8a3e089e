import type { CodeTemplate } from '../template.ts';

export const amqplib = {
  languages: ['typescript', 'javascript'],
  packages: { amqplib: '^2.3.0' },
} as const satisfies Pick<CodeTemplate, 'languages' | 'packages'>;

/** The address, and what both ends of a queue must declare alike. */
export const rabbitmqQueue = `const amqpUrl = process.env.AMQP_URL;
if (!amqpUrl) throw new Error('Set AMQP_URL, to the RabbitMQ that holds the queue.');

const queue = '«queue»';
const deadLetters = \`\${queue}.dead\`;

/** Producer and worker declare the queue alike, or RabbitMQ refuses the second of them. */
async function declare(channel‹: Channel›) {
  await channel.assertQueue(deadLetters, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue(queue, {
    durable: true,
    deadLetterExchange: '',
    deadLetterRoutingKey: deadLetters,
    // A message that came back so often, because workers died with it, becomes a dead letter.
    arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': «attempts» },
  });
}
`;
