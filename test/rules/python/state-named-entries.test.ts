import { checkRules, type RuleCase } from '../check-rule.ts';
import { fieldRules, moduleRules } from '../kept-rules.ts';

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

/** A dictionary of a module whose entries one view changes by a local name, and what another view does. */
const talk = (start: string, say: string, show = 'return "nothing"', mark = '') => `
    # file: app.py
    import time
    from collections import defaultdict, deque
    from flask import Flask, abort, jsonify, request
    from desk import work_out
    app = Flask(__name__)
    said = ${start}
${mark}
    @app.post("/rooms/<room>")
    def say(room):
        ${say}
        return "ok"
    @app.get("/rooms/<room>")
    def show(room):
        ${show}
    ${many}`;

const put = 'log.append(request.form["text"])';
const shown = 'return jsonify(said[room])';

const memo = (entry: string) =>
  `log = ${entry}\n        if log.get("until", 0) < time.time():\n            log["text"] = work_out(room)\n            log["until"] = time.time() + 60\n        return jsonify(log["text"])`;

const sockets = (start: string, entry: string) => `
    # file: app.py
    from collections import defaultdict
    from fastapi import FastAPI, WebSocket
    app = FastAPI()
    said = ${start}
    @app.websocket("/rooms/{room}")
    async def listen(socket: WebSocket, room: str):
        own = ${entry}
        own.add(socket)
        async for text in socket.iter_text():
            for each in own:
                await each.send_text(text)
    ${many.replace('gunicorn -w 4 app:app', 'uvicorn app:app --workers 4')}`;

const silent: readonly RuleCase[] = [
  {
    name: 'an entry that is only filled, and that nobody asks for',
    gate: 'role',
    files: talk('defaultdict(list)', `log = said[room]\n        ${put}`),
  },
  {
    name: 'one that begins where it is filled, and that nobody asks for',
    gate: 'role',
    files: talk('{}', `log = said.setdefault(room, [])\n        ${put}`),
  },
  { name: 'one that only begins', gate: 'role', files: talk('{}', 'said.setdefault(room, [])') },
  {
    name: 'a name that is given a copy before it is filled',
    gate: 'none',
    files: talk('defaultdict(list)', `log = said[room]\n        log = list(log)\n        ${put}`, shown),
  },
  {
    name: 'keys of the dictionary, which are none of its entries',
    gate: 'none',
    files: talk('defaultdict(list)', `for log in said:\n            ${put}`, shown),
  },
  {
    name: 'what is left of an entry is put back into it',
    gate: 'none',
    files: talk('defaultdict(list)', 'log = said[room]\n        log[:] = [each for each in log if each]', shown),
  },
  {
    name: 'an entry that is only looked at and taken from',
    gate: 'none',
    files: talk('defaultdict(deque)', 'log = said[room]\n        if log: log.popleft()', shown),
  },
  {
    name: 'a dictionary of the request alone',
    gate: 'none',
    files: talk(
      '0',
      'said = defaultdict(list)\n        log = said[room]\n        log.append(1)\n        return jsonify(log)',
    ),
  },
  {
    name: 'results within an entry, worked out where they are missing',
    gate: 'role',
    files: talk(
      'defaultdict(dict)',
      'log = said[room]\n        if "sum" not in log: log["sum"] = work_out(room)',
      shown,
    ),
  },
  {
    name: 'what another service says, kept for a while in an entry that begins',
    gate: 'role',
    files: talk('{}', memo('said.setdefault(room, {})')),
  },
  {
    name: 'what another service says, kept for a while in an entry that begins by being asked for',
    gate: 'role',
    files: talk('defaultdict(dict)', memo('said[room]')),
  },
  { name: 'sockets, which belong to the process', gate: 'role', files: sockets('defaultdict(set)', 'said[room]') },
  {
    name: 'sockets in entries that begin',
    gate: 'role',
    files: sockets('{}', 'said.setdefault(room, set())'),
  },
  {
    name: 'filled while the process starts',
    gate: 'none',
    files: talk('defaultdict(list)', shown, shown, '    log = said["hall"]\n    log.append("welcome")'),
  },
];

const mark = '   #^^^^ state-module-collection';
const limited = '   #^^^^ ratelimit-handrolled';
const hit = (
  name: string,
  start: string,
  say: string,
  without: readonly [string, string],
  { show, says, at = mark }: { readonly show?: string; readonly says?: string; readonly at?: string } = {},
): RuleCase => ({
  name,
  files: talk(start, say, show, at),
  ...(says === undefined ? {} : { expect: [{ says: [says] }] }),
  silentWhen: [{ name: 'nothing is put in', replace: [without] }],
});
const append: readonly [string, string] = ['log.append(', 'print('];

const window = (asks: string) =>
  `now = time.time()\n        ${asks}\n        while log and log[0] < now - 60: log.popleft()\n        if len(log) >= 5: abort(429)\n        log.append(now)`;

checkRules(moduleRules, [
  ...silent,
  hit('filled by one view, shown by another', 'defaultdict(list)', `log = said[room]\n        ${put}`, append, {
    show: shown,
    says: 'what POST /rooms/<room> puts in, GET /rooms/<room> may not find',
  }),
  hit(
    'filled and given back',
    'defaultdict(list)',
    `log = said[room]\n        ${put}\n        return jsonify(log)`,
    append,
  ),
  hit(
    'begun, filled and given back',
    '{}',
    `log = said.setdefault(room, [])\n        ${put}\n        return jsonify(log)`,
    [`log = said.setdefault(room, [])\n        ${put}`, 'log = []'],
  ),
  hit(
    'begun and filled on the spot',
    '{}',
    'said.setdefault(room, []).append(request.form["text"])',
    ['said.setdefault(room, []).append(', 'print('],
    { show: shown },
  ),
  hit(
    'a number in an entry that begins with it',
    '{}',
    'log = said.setdefault(room, {"n": 0})\n        log["n"] += 1\n        if log["n"] > 5: abort(429)',
    ['said.setdefault(room, {"n": 0})', '{"n": 0}'],
    { at: limited },
  ),
  hit(
    'a number in an entry that begins by being asked for',
    'defaultdict(dict)',
    'log = said[room]\n        log["n"] = request.form["n"]',
    ['log["n"] = request.form["n"]', 'pass'],
    { show: shown },
  ),
  hit('a sliding window', 'defaultdict(deque)', window('log = said[request.remote_addr]'), append, { at: limited }),
  hit(
    'a sliding window that begins',
    '{}',
    window('log = said.setdefault(request.remote_addr, deque())'),
    ['said.setdefault(request.remote_addr, deque())', 'deque()'],
    { at: limited },
  ),
  hit(
    'a window without a name',
    'defaultdict(list)',
    'if len(said[room]) >= 5: abort(429)\n        said[room].append(time.time())',
    ['said[room].append(', 'print('],
    { at: limited },
  ),
  {
    name: 'what it is for is told by its name where the code works so',
    files: talk('defaultdict(deque)', window('log = said[request.remote_addr]'), undefined, limited).replaceAll(
      'said',
      'hits',
    ),
    expect: [{ severity: 'warning', says: ['5 requests are really up to 20'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [append] }],
  },
]);

checkRules(fieldRules, [
  {
    name: 'a window in a field of the one object',
    files: `
    # file: app.py
    import time
    from collections import defaultdict, deque
    from flask import Flask, abort, request
    app = Flask(__name__)
    class Window:
        def __init__(self, limit):
            self.limit = limit
            self.hits = defaultdict(deque)
            #    ^^^^ ratelimit-handrolled
        def allows(self, key):
            now = time.monotonic()
            own = self.hits[key]
            while own and now - own[0] > 60:
                own.popleft()
            if len(own) >= self.limit:
                return False
            own.append(now)
            return True
    logins = Window(5)
    @app.post("/login")
    def login():
        if not logins.allows(request.remote_addr):
            abort(429)
        return "ok"
    ${many}`,
    expect: [{ severity: 'error', says: ['5 sign-in tries are really up to'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [['own.append(now)', 'pass']] }],
  },
]);
