import { rule } from '../../src/rules/stateless/state-singleton-field.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** Players of a class of the workspace, kept by their names; requests fill and ask. */
const lobby = (fields: string, type = 'Player'): string => `
      // file: src/player.ts
      export class Player {
        ${fields}
        score = 0;
        constructor(readonly name: string) {}
      }
      // file: src/lobby.ts
      import { Player } from './player';
      export class Lobby {
        private members: Map<string, ${type}> = new Map();
//              ^^^^^^^ state-singleton-field
        join(name: string) { this.members.set(name, this.playerOf(name)); }
        scoreOf(name: string) { return this.members.get(name)?.score; }
        private playerOf(name: string) { return new Player(name); }
      }
      export const lobby = new Lobby();
      // file: src/app.ts
      import express from 'express';
      import { lobby } from './lobby';
      const app = express();
      app.post('/players/:name', (req, res) => { lobby.join(req.params.name); res.end(); });
      app.get('/players/:name', (req, res) => { res.json(lobby.scoreOf(req.params.name)); });
      app.listen(3000);
`;

const unmarked = (text: string): string => text.replace(/\/\/ +\^+ state-singleton-field\n/, '\n');

/** Lines to other machines that requests open, each an object of a class that is given what the line runs through. */
const lines = (uses: string, mark = ''): string => `
      // file: src/line.ts
      export class Line {
        constructor(options) {
          this.name = options.name;
          this.shell = options.shell;
        }
        ${uses}
      }
      // file: src/lines.ts
      import { Line } from './line';
      export class Lines {
        open = new Map();
${mark}
        begin(options) { this.open.set(options.name, new Line({ ...options, since: 0 })); }
        nameOf(name) { return this.open.get(name)?.name; }
      }
      export const lines = new Lines();
      // file: src/app.ts
      import express from 'express';
      import { lines } from './lines';
      const app = express();
      app.post('/lines/:name', (req, res) => { lines.begin({ name: req.params.name, ...req.body }); res.end(); });
      app.get('/lines/:name', (req, res) => { res.json(lines.nameOf(req.params.name)); });
      app.listen(3000);
`;
const underOpen = '//      ^^^^ state-singleton-field';
const noRouteAsksForLines = {
  name: 'no route asks',
  replace: [['res.json(lines.nameOf(req.params.name));', 'res.end();']],
} as const;

/** What stands beside each member, kept under it. */
const under = (key: string, mark = ''): string => `
      // file: src/seats.ts
      export class Seats {
        private taken = new Map<${key}, { row: number }>();
${mark}
        take(member: ${key}, row: number) { this.taken.set(member, { row }); }
        rows() { return [...this.taken.values()].map(({ row }) => row); }
      }
      export const seats = new Seats();
      // file: src/app.ts
      import express from 'express';
      import { seats } from './seats';
      const app = express();
      app.post('/seats', (req, res) => { seats.take(req.body.member, req.body.row); res.end(); });
      app.get('/seats', (req, res) => { res.json(seats.rows()); });
      app.listen(3000);
`;

const inPython = (fields: string, mark = ''): string => `
      # file: shop/app.py
      from typing import Optional
      from fastapi import FastAPI, WebSocket

      class Peer:
          name: str
          ${fields}

          def __init__(self, name: str) -> None:
              self.name = name

      class Peers:
          def __init__(self) -> None:
              self.known: dict[str, Peer] = {}
${mark}
          def add(self, name: str) -> None:
              self.known[name] = Peer(name)

          def find(self, name: str):
              return self.known.get(name)

      peers = Peers()
      app = FastAPI()

      @app.post("/peers/{name}")
      def put(name: str):
          peers.add(name)

      @app.get("/peers/{name}")
      def ask(name: str):
          return peers.find(name)
`;

const silent: readonly RuleCase[] = [
  { name: 'objects that hold a socket', files: unmarked(lobby('socket!: WebSocket;')), gate: 'role' },
  { name: 'objects with a socket that may be missing', files: unmarked(lobby('ws?: unknown;')), gate: 'role' },
  { name: 'objects that hold a process of the system', files: unmarked(lobby('engine?: ChildProcess;')), gate: 'role' },
  {
    name: 'objects whose class listens to what it is given, and ends it',
    files: lines("watch() { this.shell.on('data', () => {}); } close() { this.shell.end(); }"),
    gate: 'role',
  },
  { name: 'entries under the sockets themselves', files: under('WebSocket'), gate: 'role' },
  {
    name: 'in Python, objects with a socket',
    files: inPython('websocket: Optional[object] = None'),
    gate: 'role',
  },
  {
    name: 'in Python, objects whose type says so',
    files: inPython('line: Optional[WebSocket] = None'),
    gate: 'role',
  },
];

const withoutRoute = {
  name: 'no route asks',
  replace: [['res.json(lobby.scoreOf(req.params.name));', 'res.end();']],
} as const;

const found: readonly RuleCase[] = [
  { name: 'objects of data', files: lobby('level = 1;'), silentWhen: [withoutRoute] },
  {
    name: 'a socket that the class has once, and no object of it',
    files: lobby('static socket?: WebSocket;'),
    silentWhen: [withoutRoute],
  },
  { name: 'a name that only begins like one', files: lobby('socketId = "";'), silentWhen: [withoutRoute] },
  {
    name: 'objects whose class only listens to what all of them share',
    files: lines("watch() { this.shell.on('closing', () => {}); }", underOpen),
    silentWhen: [noRouteAsksForLines],
  },
  {
    name: 'objects whose class only ends what stands in its own data',
    files: lines('close() { this.shell.end(); }', underOpen),
    silentWhen: [noRouteAsksForLines],
  },
  {
    name: 'entries under the ids of sockets',
    files: under('string', '//              ^^^^^ state-singleton-field'),
    silentWhen: [{ name: 'no route asks', replace: [['res.json(seats.rows());', 'res.end();']] }],
  },
  {
    name: 'in Python, objects of data',
    files: inPython('level: int = 1', '#                  ^^^^^ state-singleton-field'),
    silentWhen: [{ name: 'no route asks', replace: [['return peers.find(name)', 'return name']] }],
  },
];

checkRule(rule, [...silent, ...found]);
