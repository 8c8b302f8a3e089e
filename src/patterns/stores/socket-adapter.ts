import type { CodeTemplate } from '../template.ts';

const head: Omit<CodeTemplate, 'slots' | 'text'> = {
  id: 'socket-adapter',
  title: 'Adapter that joins the sockets of all instances',
  description: 'Messages go through Redis, or stay in memory where one instance alone runs',
  prefix: 'scale-socket-adapter',
  languages: ['typescript', 'javascript'],
  rules: ['socketio-no-adapter'],
  packages: { '@socket.io/redis-adapter': '^8.3.0' },
};

interface Client {
  readonly connect: string;
  /** The options of a connection that waits for Redis as long as it takes. */
  readonly waiting: string;
  /** Statements that open both connections, with what each needs to be asked by an adapter that waits for no answer. */
  readonly connecting: string;
}

function textWith({ connect, waiting, connecting }: Client): string {
  return `import { createAdapter } from '@socket.io/redis-adapter';
import { ${connect} } from '«redis»';

/**
 * Joins the sockets of all instances. While Redis is down a message reaches the sockets of its own instance alone. It is
 * undefined where one instance runs alone, whose sockets are all there are.
 */
export function createSocketAdapter()‹: ReturnType<typeof createAdapter> | undefined› {
  const client = ${connect}();
  if (client === null) return undefined;
  const report = (error‹: unknown›) => console.error('Redis:', error);
  const publisher = client.duplicate();
  const subscriber = client.duplicate(${waiting});
  publisher.on('error', report);
  subscriber.on('error', report);${connecting}
  // The adapter waits for no answer, and an error that nobody hears ends the program.
  const publish = publisher.publish.bind(publisher);
  Object.assign(publisher, {
    publish: (channel‹: string›, message‹: string | Buffer›) => publish(channel, message).catch(report),
  });
  return createAdapter(publisher, subscriber);
}
`;
}

const slot = { name: 'redis', initial: './shared-redis.js' };

export const socketAdapter: CodeTemplate = {
  ...head,
  slots: [slot],
  text: textWith({
    connect: 'connectSharedRedis',
    waiting: '{ disableOfflineQueue: false }',
    connecting: `
  publisher.connect().catch(report);
  const connected = subscriber.connect();
  connected.catch(report);
  // What is subscribed to before the first connection is never heard of where that takes a second attempt.
  const subscribe = subscriber.subscribe.bind(subscriber);
  const pSubscribe = subscriber.pSubscribe.bind(subscriber);
  Object.assign(subscriber, {
    subscribe: (...given‹: Parameters<typeof subscribe>›) => connected.then(() => subscribe(...given)).catch(report),
    pSubscribe: (...given‹: Parameters<typeof pSubscribe>›) => connected.then(() => pSubscribe(...given)).catch(report),
  });`,
  }),
};

/** For programs that speak ioredis, whose connections open by themselves. */
export const socketAdapterOverIoredis: CodeTemplate = {
  ...head,
  slots: [{ ...slot, initial: './shared-ioredis.js' }],
  text: textWith({
    connect: 'connectSharedIoredis',
    waiting: '{ commandTimeout: undefined, maxRetriesPerRequest: null }',
    connecting: '',
  }),
};
