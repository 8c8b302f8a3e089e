import type { Library } from '../types.ts';
import { argument, constructed, effect, method, option } from './wording.ts';

const modules = ['kafkajs'];

export const kafkajs: Library = {
  id: 'kafkajs',
  title: 'KafkaJS',
  packages: modules,
  types: [
    { type: 'kafkajs.client', madeBy: [constructed(modules, 'Kafka')], declaredAs: [{ modules, name: 'Kafka' }] },
    {
      type: 'kafkajs.producer',
      madeBy: [method('kafkajs.client', 'producer')],
      declaredAs: [{ modules, name: 'Producer' }],
    },
    {
      type: 'kafkajs.consumer',
      madeBy: [method('kafkajs.client', 'consumer')],
      declaredAs: [{ modules, name: 'Consumer' }],
    },
  ],
  uses: [
    {
      call: constructed(modules, 'Kafka'),
      role: 'broker-client',
      options: argument(0),
      connects: { engine: 'kafka', address: [option(0, 'brokers')], host: [], environment: [] },
    },
    {
      call: method('kafkajs.consumer', 'run'),
      role: 'queue-worker',
      options: argument(0),
      runs: option(0, 'eachMessage', 'eachBatch'),
    },
  ],
  effects: [effect('publish', method('kafkajs.producer', 'send', 'sendBatch'), option(0, 'topic'))],
  citation: { title: 'KafkaJS: consuming', url: 'https://kafka.js.org/docs/consuming' },
};
