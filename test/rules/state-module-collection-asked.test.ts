import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** The same files with a mark under a module's constant. */
function mark(name: string, files: string): string {
  const under = `//    ${'^'.repeat(name.length)} state-module-collection`;
  return files.replace(new RegExp(`^( *const ${name} = .*)$`, 'm'), `$1\n      ${under}`);
}

/** Parcels by their number, which a courier's request brings and others look at. */
const parcels = (save: string, more = '') => `
      // file: src/parcels.ts
      const parcels = new Map<string, { id: string; opened: boolean }>();
      export function find(id: string) { return parcels.get(id); }
      export function save(parcel: { id: string; opened: boolean }) { ${save} }
      // file: src/app.ts
      import express from 'express';
      import { find, save } from './parcels';
      const app = express();
      app.get('/parcels/:id', (req, res) => {
        const parcel = find(req.params.id);
        if (!parcel) return res.status(404).end();
        parcel.opened = true;
        save(parcel);
        res.json(parcel);
      });
      ${more}
      app.listen(3000);
`;
const arriving = `app.post('/parcels', (req, res) => { save(req.body); res.end(); });`;

/** Which rooms each guest has opened. */
const guests = (asked: string) => `
      // file: src/app.ts
      import express from 'express';
      const visits = new Map();
      function enter(guest, room) {
        ${asked}
      }
      function removeVisit(guest, room) {
        const rooms = visits.get(guest);
        if (rooms) { rooms.delete(room); if (rooms.size === 0) visits.delete(guest); }
      }
      const app = express();
      app.post('/rooms/:room', (req, res) => { enter(req.query.guest, req.params.room); res.end(); });
      app.delete('/rooms/:room', (req, res) => { removeVisit(req.query.guest, req.params.room); res.end(); });
      app.listen(3000);
`;
const begin = 'if (!visits.has(guest)) visits.set(guest, new Set()); visits.get(guest).add(room);';

/** What sockets measure during one run, which is written down when the run's socket goes. */
const run = (
  ending = `socket.on('disconnect', async () => { await rows.insert(readings); readings = []; });`,
  more = '',
) => `
      // file: src/app.ts
      import express from 'express';
      import { Server } from 'socket.io';
      import { rows } from './rows';
      let readings = [];
      const app = express();
      const server = new Server(app.listen(3000));
      server.on('connection', (socket) => {
        socket.on('measure', (reading) => {
          readings.push(reading);
          socket.emit('all', readings);
        });
        ${ending}
      });
      ${more}
      // file: src/rows.ts
      export const rows = { insert: async (all) => console.log(all) };
`;

/** What each part of a board shows, set by a request and by a timer of each instance. */
const board = (set: string) => `
      // file: src/app.ts
      import express from 'express';
      const board = {};
      function show(parts: Record<string, unknown>) {
        for (const part of Object.keys(parts)) board[part] = JSON.stringify(parts[part]);
      }
      const app = express();
      app.post('/offers', (req, res) => { ${set} res.end(); });
      setInterval(() => show({ time: Date.now() }), 1000);
      app.get('/board/:part', (req, res) => res.json(board[req.params.part]));
      app.listen(3000);
`;

const silent: readonly RuleCase[] = [
  {
    name: 'requests save only what they found there',
    gate: 'role',
    files: parcels('parcels.set(parcel.id, parcel);'),
  },
  {
    name: 'requests save a copy of what they found there, by way of another function',
    gate: 'role',
    files: parcels('store({ ...parcel, at: 1 });').replace(
      'export function save',
      'function store(parcel) { parcels.set(parcel.id, parcel); }\n      export function save',
    ),
  },
  { name: 'whoever asks only begins an entry to put something into', gate: 'role', files: guests(begin) },
  {
    name: 'the entry that was begun has a name of its own',
    gate: 'role',
    files: guests(
      'let rooms = visits.get(guest); if (!rooms) { rooms = new Set(); visits.set(guest, rooms); } rooms.add(room);',
    ),
  },
  {
    name: 'a function hands out the entry, and its caller puts something into it',
    gate: 'role',
    files: guests('const rooms = roomsOf(guest); rooms.add(room);').replace(
      'function enter',
      `function roomsOf(guest) {
        const known = visits.get(guest);
        if (known) return known;
        const made = new Set();
        visits.set(guest, made);
        return made;
      }
      function enter`,
    ),
  },
  { name: 'what one connection gathers is emptied when it ends', gate: 'role', files: run() },
  {
    name: 'timers and requests set an object under names that the program spells out in what it hands to a loop',
    gate: 'role',
    files: board('show({ offers: req.body, count: req.body.length });'),
  },
  {
    name: 'a caller that nothing leads to brings other names',
    gate: 'role',
    files: board('show({ offers: req.body });').replace(
      'const app =',
      'export function showAny(name: string, value: unknown) { show({ [name]: value }); }\n      const app =',
    ),
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'the request that brings something new is named, not the one that puts back what it found',
    files: mark('parcels', parcels('parcels.set(parcel.id, parcel);', arriving)),
    expect: [{ says: ['what POST /parcels → save puts in, GET /parcels/:id'] }],
    silentWhen: [{ name: 'nothing new comes', replace: [[arriving, '']] }],
  },
  {
    name: 'what was found is changed by a request, and nothing new comes while the service works',
    files: mark(
      'parcels',
      parcels(
        'parcels.set(parcel.id, parcel);',
        `app.put('/parcels/:id', (req, res) => {
          if (find(req.params.id)) save({ id: req.params.id, opened: req.body.opened });
          res.end();
        });`,
      ),
    ),
    expect: [{ says: ['what PUT /parcels/:id → save puts in'] }],
    silentWhen: [{ name: 'no request changes it', replace: [['app.put(', 'void (']] }],
  },
  {
    name: 'an answer hangs on what was in the entry',
    files: mark(
      'visits',
      guests(
        begin.replace(
          'visits.get(guest).add(room);',
          'const rooms = visits.get(guest); if (rooms.has(room)) throw new Error("twice"); rooms.add(room);',
        ),
      ),
    ),
    silentWhen: [{ name: 'it only goes in', replace: [['if (rooms.has(room)) throw new Error("twice"); ', '']] }],
  },
  {
    name: 'an answer holds what is in the entry that was begun',
    files: mark('visits', guests(`${begin} return visits.get(guest).size;`)),
    silentWhen: [{ name: 'it gives no answer', replace: [[' return visits.get(guest).size;', '']] }],
  },
  {
    name: 'another request asks what the connections gathered',
    files: run(undefined, `app.get('/readings', (req, res) => res.json(readings));`).replace(
      'let readings = [];',
      `let readings = [];\n      //  ^^^^^^^^ state-module-collection`,
    ),
    silentWhen: [{ name: 'none does', replace: [['app.get(', 'void (']] }],
  },
  {
    name: 'what connections gather stays when one of them ends',
    files: run(`socket.on('replay', () => socket.emit('replayed', readings));`).replace(
      'let readings = [];',
      `let readings = [];\n      //  ^^^^^^^^ state-module-collection`,
    ),
    silentWhen: [
      {
        name: 'it is emptied in the end',
        replace: [
          [
            `socket.on('replay', () => socket.emit('replayed', readings));`,
            `socket.on('close', () => { readings = []; });`,
          ],
        ],
      },
    ],
  },
  {
    name: 'a request says under which name something goes into an object',
    files: mark('board', board('show(req.body);')),
    silentWhen: [{ name: 'the program says it', replace: [['show(req.body)', 'show({ offers: req.body })']] }],
  },
  {
    name: 'a request alone sets members that the program spells out',
    files: mark('board', board('show({ offers: req.body });').replace('setInterval(', 'void (')),
    silentWhen: [{ name: 'timers set them, too', replace: [['void (', 'setInterval(']] }],
  },
];

checkRules(moduleRules, [...silent, ...flagged]);
