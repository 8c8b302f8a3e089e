import { flaskSocketio, pythonSocketio } from './python/socket-queue.ts';
import { socketIo } from './script/socket-io.ts';
import { storeFix } from './shared-store.ts';

/** Messages to sockets go through Redis; without REDIS_URL one instance sends to its own, which are all there are. */
export const socketSharedAdapter = storeFix({
  id: 'socket-shared-adapter',
  rule: 'socketio-no-adapter',
  title: 'Join the sockets of all instances through Redis',
  recipes: [flaskSocketio, pythonSocketio, socketIo],
});
