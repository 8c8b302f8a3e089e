import { rule } from '../../../src/rules/stateless/ws-registry-local.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** The manager of connections that FastAPI's own pages show, and whoever asks it. */
const manager = (methods: string, routes: string, mark = ''): string => `
  # file: app.py
  import redis.asyncio as redis
  from dataclasses import dataclass
  from fastapi import FastAPI, WebSocket

  @dataclass
  class Guest:
      name: str
      line: WebSocket

  class Guests:
      def __init__(self):
          self.guests: list[WebSocket] = []
          ${mark}
      async def enter(self, websocket: WebSocket):
          await websocket.accept()
          self.guests.append(websocket)
      ${methods}

  app = FastAPI()
  guests = Guests()
  ${routes}
  # file: Procfile
  web: uvicorn --workers 4 app:app
`;
const onGuests = '#    ^^^^^^ ws-registry-local';

const tellAll = `
      async def tell(self, text):
          for guest in self.guests:
              await guest.send_text(text)`;

const chat = `
  @app.websocket("/chat")
  async def chat(websocket: WebSocket):
      await guests.enter(websocket)
      while True:
          await guests.tell(await websocket.receive_text())`;

const named = (sent: string, mark = ''): string => `
  # file: app.py
  from fastapi import FastAPI, WebSocket
  app = FastAPI()
  lines = {}
  ${mark}
  async def tell(name, text):
      line = lines.get(name)
      if line:
          await line.send_json({"text": text})
  @app.websocket("/lines/{name}")
  async def enter(line: WebSocket, name: str):
      await line.accept()
      lines[name] = line
      while True:
          said = await line.receive_json()
          ${sent}
  # file: Procfile
  web: uvicorn --workers 4 app:app
`;

const sock = (sent: string, mark = ''): string => `
  # file: app.py
  from flask import Flask
  from flask_sock import Sock
  app = Flask(__name__)
  sock = Sock(app)
  lines = set()
  ${mark}
  @sock.route("/chat")
  def chat(ws):
      lines.add(ws)
      while True:
          said = ws.receive()
          ${sent}
  # file: Procfile
  web: gunicorn -w 4 app:app
`;

const cases: readonly RuleCase[] = [
  { name: 'each hears itself alone', gate: 'role', files: named('await tell(name, said["text"])') },
  { name: 'an echo', gate: 'role', files: sock('ws.send(said)') },
  {
    name: 'a task that hears a channel of Redis tells all',
    gate: 'shared',
    files: manager(
      `${tellAll}
      async def hear(self):
          heard = redis.Redis().pubsub()
          await heard.subscribe("chat")
          async for message in heard.listen():
              await self.tell(message["data"])`,
      chat,
    ),
  },
  {
    name: 'what one says goes to all',
    files: manager(tellAll, chat, onGuests),
    expect: [{ severity: 'error', says: ['Each of 4 instances (Procfile:1)', '`guests`'] }],
    silentWhen: [{ name: 'nobody enters', replace: [['self.guests.append(websocket)', 'pass']] }],
  },
  {
    name: 'one says to whom',
    files: named('await tell(said["to"], said["text"])', '^^^^^ ws-registry-local'),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it goes back', replace: [['said["to"]', 'name']] }],
  },
  {
    name: 'a route picks connections into a list of its own',
    files: manager(
      `
      async def enter_as(self, name, websocket: WebSocket):
          self.guests.append(Guest(name=name, line=websocket))
      def of(self, name):
          found = []
          for guest in self.guests:
              if guest.name == name:
                  found.append(guest)
          return found
      async def tell(self, name, text):
          for guest in self.of(name):
              await guest.line.send_text(text)`,
      `
  @app.websocket("/chat/{name}")
  async def chat(websocket: WebSocket, name: str):
      await guests.enter_as(name, websocket)
  @app.post("/tell/{name}")
  async def tell(name: str, text: str):
      await guests.tell(name, text)`,
      onGuests,
    ),
    expect: [{ severity: 'error', says: ['What POST /tell/{name}'] }],
    silentWhen: [{ name: 'no route tells', replace: [['await guests.tell(name, text)', 'pass']] }],
  },
  {
    name: 'all lines of Flask-Sock',
    files: sock('for line in lines: line.send(said)', '^^^^^ ws-registry-local'),
    silentWhen: [{ name: 'it goes back', replace: [['line.send(said)', 'ws.send(said)']] }],
  },
];

checkRule(rule, cases);
