import { connect } from 'amqplib';

const connection = await connect(process.env.BROKER_URL ?? 'amqp://queue');
const channel = await connection.createChannel();
await channel.assertQueue('pictures', { durable: true });
await channel.consume('pictures', (message) => {
  if (message === null) return;
  console.log(`resized ${message.content}`);
  channel.ack(message);
});
