import type { Library } from '../types.ts';
import { argument, called, effect, method } from './wording.ts';

const modules = ['amqplib', 'amqplib/callback_api'];

export const amqplib: Library = {
  id: 'amqplib',
  title: 'amqplib',
  packages: ['amqplib'],
  types: [
    {
      type: 'amqplib.connection',
      madeBy: [called(modules, 'connect')],
      declaredAs: [
        { modules, name: 'Connection' },
        { modules, name: 'ChannelModel' },
      ],
    },
    {
      type: 'amqplib.channel',
      madeBy: [method('amqplib.connection', 'createChannel', 'createConfirmChannel')],
      declaredAs: [
        { modules, name: 'Channel' },
        { modules, name: 'ConfirmChannel' },
      ],
    },
  ],
  uses: [
    {
      call: called(modules, 'connect'),
      role: 'broker-client',
      options: argument(0),
      connects: { engine: 'rabbitmq', address: [argument(0)], host: ['hostname'], environment: [] },
    },
    {
      call: method('amqplib.channel', 'consume'),
      role: 'queue-worker',
      options: argument(2),
      queue: argument(0),
      runs: argument(1),
    },
  ],
  effects: [
    effect('enqueue', method('amqplib.channel', 'sendToQueue'), argument(0)),
    effect('publish', method('amqplib.channel', 'publish'), argument(0)),
  ],
  citation: { title: 'amqplib: channel API', url: 'https://amqp-node.github.io/amqplib/channel_api.html' },
};
