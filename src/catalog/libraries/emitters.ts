import type { CallPattern, Library, TrackedType } from '../types.ts';
import { argument, constructed, made } from './wording.ts';

const type: TrackedType = 'emitters.bus';
const makes: readonly CallPattern[] = [
  ...['EventEmitter', 'default'].map((name) => constructed(['events', 'eventemitter3'], name)),
  ...['EventEmitter2', 'default'].map((name) => constructed(['eventemitter2'], name)),
  made(['mitt'], 'default'),
];

/** Objects that call whoever listens in the same process, and nobody else. */
export const emitters: Library = {
  id: 'emitters',
  title: 'Event emitters',
  packages: ['eventemitter3', 'eventemitter2', 'mitt'],
  types: [{ type, madeBy: makes, declaredAs: [] }],
  uses: makes.map((call) => ({
    call,
    role: 'event-bus',
    options: argument(0),
    pubSub: {
      type,
      tells: ['emit', 'emitAsync'],
      hears: ['on', 'once', 'addListener'],
      surely: [],
      names: /^(?:event_?)?(?:bus|emitter)$/i,
      remedy:
        'Publish it on a channel that all instances hear, such as Redis pub/sub, and let each emit what it hears there.',
    },
  })),
  effects: [],
  citation: {
    title: 'Node.js: events',
    url: 'https://nodejs.org/docs/latest/api/events.html',
    quote:
      'When the EventEmitter object emits an event, all of the functions attached to that specific event are called synchronously.',
  },
};
