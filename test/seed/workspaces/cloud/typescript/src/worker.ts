import { connect } from 'amqplib';

const broker = await connect(process.env.BROKER_URL ?? 'amqp://queue');
const channel = await broker.createChannel();
await channel.assertQueue('orders', { durable: true });
await channel.consume('orders', (message) => {
  if (message === null) return;
  console.log(`confirmed ${message.content}`);
  channel.ack(message);
});
