import { connect } from 'amqplib';
import express from 'express';

const app = express();
const connection = await connect(process.env.BROKER_URL ?? 'amqp://queue');
const channel = await connection.createChannel();
await channel.assertQueue('pictures', { durable: true });

app.post('/pictures/:picture', (request, response) => {
  channel.sendToQueue('pictures', Buffer.from(request.params.picture), { persistent: true });
  response.status(202).end();
});

const server = app.listen(8000);
process.on('SIGTERM', () => server.close());
