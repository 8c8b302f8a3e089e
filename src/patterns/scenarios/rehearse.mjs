#!/usr/bin/env node
// Runs a program several times behind a small balancer, asks it what its users would, and says what does not hold.
// It needs Node 20 and nothing else:   node rehearse.mjs [rehearsal.json] [--instances N] [--against URL]
// Exit code 0: everything holds. 1: something does not, or is still to be filled in. 2: it could not be run.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Folders that a copy of the program shares with it: they are large, and no program writes there while it runs. */
const sharedFolders = new Set(['node_modules', '.git', '.venv', 'venv']);
const secondsToStart = 30;
const fillIn = 'FILL IN: ';
/** Tells the balancer which address it shall name as that of the client. */
const clientHeader = 'x-rehearsal-client';

/**
 * Starts the copies, the commands beside them, the mailbox and the balancer. Throws an Error with what a copy said when it
 * ends or does not answer.
 */
export async function startAll(rehearsal, folder, instances = rehearsal.instances) {
  const outside = await startOutside();
  const stops = [outside.stop];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const copies = [];
    for (let number = 0; number < instances; number++) {
      const place = rehearsal.disk === 'each' ? copyOf(folder) : { path: folder, remove: () => {} };
      stops.push(place.remove);
      const copy = startCopy(rehearsal, place.path, outside.url, await freePort());
      stops.push(copy.stop);
      copies.push(copy);
    }
    for (const command of rehearsal.beside) {
      const port = await freePort();
      stops.push(startCopy({ ...rehearsal, command }, folder, outside.url, port).stop);
    }
    await Promise.all(copies.map((copy) => untilReady(copy, rehearsal.ready)));
    const balancer = await startBalancer(copies.map(({ port }) => port));
    stops.push(balancer.stop);
    return { url: balancer.url, outside, copies, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One copy of the program, with what it has said so far. `ended` gives its exit code once it has ended. */
export function startCopy({ command, environment }, folder, outside, port) {
  const filled = (text) => text.replaceAll('{port}', String(port)).replaceAll('{outside}', outside);
  const own = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
  const [program, ...words] = command.map(filled);
  const started = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, ...own, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A server that forks is ended together with what it has forked.
    detached: process.platform !== 'win32',
  });
  let said = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (part) => {
      said = (said + part).slice(-10_000);
    });
  }
  const ended = new Promise((done) => {
    started.once('error', (error) => {
      said += error.message;
      done(127);
    });
    started.once('close', (code) => done(code ?? 1));
  });
  let running = true;
  ended.then(() => {
    running = false;
  });
  const stop = async () => {
    if (!running || started.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? started.pid : -started.pid, 'SIGKILL');
    } catch {
      // It has ended in between.
    }
    await ended;
  };
  const signal = (name) => running && started.kill(name);
  return { port, ended, stop, signal, said: () => said, isRunning: () => running };
}

/** Asks one check of whatever answers at the address; `user` keeps cookies, and what answers have held. */
export async function runCheck(check, { url, outside, copies }, user = newUser()) {
  const ask = (request) => answerTo(request, url, user);
  return kinds[check.kind](check, ask, { outside, copies });
}

export function newUser() {
  return { cookies: new Map(), known: new Map() };
}

/** One request and its answer, with redirects left alone. */
export async function answerTo(request, url, user) {
  const unknown = unknownIn(request, user.known);
  if (unknown.length > 0)
    throw new Error(`No answer before ${nameOf(request)} held ${unknown.join(' or ')}: fill it in.`);
  const { method = 'GET', path, headers = {}, client = user.client, json, form, file } = filledIn(request, user.known);
  const given = client === undefined ? { ...headers } : { ...headers, [clientHeader]: client };
  let body;
  if (json !== undefined) {
    body = JSON.stringify(json);
    given['content-type'] = 'application/json';
  } else if (form !== undefined) body = new URLSearchParams(form);
  else if (file !== undefined) {
    body = new FormData();
    body.append(file.field, new Blob([file.content]), file.name);
  }
  if (user.cookies.size > 0) given.cookie = [...user.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const started = performance.now();
  const answer = await fetch(url + path, { method, headers: given, body, redirect: 'manual' });
  const text = await answer.text();
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name !== undefined) user.cookies.set(name, value);
  }
  for (const [name, value] of Object.entries(asObject(text))) user.known.set(name, value);
  const location = answer.headers.get('location');
  return { status: answer.status, text, location, milliseconds: performance.now() - started };
}

const isSuccess = ({ status }) => status >= 200 && status < 400;

/** A sentence for each kind of check when it does not hold; null when it does. */
const kinds = {
  'same-answer': async ({ before, first, afterwards, times }, ask) => {
    if (before !== undefined) await inTurn(times, () => ask(before));
    const begun = await ask(first);
    if (!isSuccess(begun)) return `${nameOf(first)} was answered with ${begun.status}.`;
    const answers = await inTurn(times, () => ask(afterwards));
    const good = answers.filter(isSuccess);
    const bad = answers.filter((answer) => !isSuccess(answer));
    if (bad.length > 0) return `${bad.length} of ${times} answers to ${nameOf(afterwards)} were ${statusesOf(bad)}.`;
    const different = new Set(good.map(({ text }) => text)).size;
    return different > 1 ? `${times} answers to ${nameOf(afterwards)} were of ${different} kinds.` : null;
  },
  'limit-holds': async ({ ask: request, limit, tries, passes }, ask) => {
    const answers = await inTurn(tries, () => ask(request));
    const isWrong = ({ status }) => (passes === undefined ? status !== 429 && !isSuccess({ status }) : status >= 502);
    const other = answers.filter(isWrong);
    if (other.length > 0) return `${other.length} of ${tries} answers were ${statusesOf(other)}.`;
    const passed = answers.filter(({ status }) => status !== 429).length;
    return passed === limit ? null : `${passed} of ${tries} tries passed; the limit is ${limit}.`;
  },
  'counts-each-client': async ({ ask: request, tries }, ask) => {
    await inTurn(tries, () => ask({ ...request, client: '198.51.100.1' }));
    const other = await ask({ ...request, client: '198.51.100.2' });
    return isSuccess(other) ? null : `After ${tries} tries of one client another was answered with ${other.status}.`;
  },
  'all-answered': async ({ ask: request, times, atOnce }, ask) => {
    const answers = [];
    for (let done = 0; done < times; done += atOnce) {
      answers.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, times - done) }, () => ask(request)))));
    }
    const bad = answers.filter((answer) => !isSuccess(answer));
    return bad.length === 0 ? null : `${bad.length} of ${times} requests were answered with ${statusesOf(bad)}.`;
  },
  'distinct-answers': async ({ ask: request, times }, ask) => {
    const answers = await inTurn(times, () => ask(request));
    const bad = answers.filter((answer) => !isSuccess(answer));
    if (bad.length > 0) return `${bad.length} of ${times} answers were ${statusesOf(bad)}.`;
    const different = new Set(answers.map(({ text }) => text)).size;
    return different === times ? null : `Of ${times} answers only ${different} were different.`;
  },
  'answers-in-time': async ({ ask: request, milliseconds, result }, ask) => {
    const answer = await ask(request);
    if (!isSuccess(answer)) return `It was answered with ${answer.status}.`;
    const took = Math.round(answer.milliseconds);
    if (took > milliseconds) return `The answer took ${took} ms; a user waits ${milliseconds}.`;
    if (result === undefined) return null;
    const until = performance.now() + result.milliseconds;
    while (performance.now() < until) {
      const told = await ask(result.ask);
      if (!isSuccess(told)) return `Where the result should be, the answer was ${told.status}.`;
      if (told.text.includes(result.holds)) return null;
      await wait(200);
    }
    return `The result was not there after ${result.milliseconds} ms.`;
  },
  'sent-at-most': async ({ path, atMost, milliseconds, ask: request }, ask, { outside }) => {
    if (request !== undefined) {
      const answer = await ask(request);
      if (!isSuccess(answer)) return `${nameOf(request)} was answered with ${answer.status}.`;
    }
    await wait(milliseconds);
    const count = outside.received.filter((each) => each.path === path).length;
    if (count === 0 && atMost > 0) return `Nothing was sent to ${path} in ${milliseconds} ms.`;
    return count <= atMost ? null : `${count} were sent to ${path} where ${atMost} should have been.`;
  },
  'sent-though-stopped': async ({ ask: request, path, milliseconds }, _ask, { copies, outside }) => {
    const copy = copies.find(({ isRunning }) => isRunning());
    if (copy === undefined) return 'No copy runs.';
    const answer = await answerTo(request, `http://127.0.0.1:${copy.port}`, newUser());
    if (!isSuccess(answer)) return `${nameOf(request)} was answered with ${answer.status}.`;
    copy.signal('SIGTERM');
    const isSent = () => outside.received.some((each) => each.path === path);
    for (const end = Date.now() + milliseconds; Date.now() < end && !isSent(); ) await wait(100);
    return isSent() ? null : `Nothing was sent to ${path} after the copy that promised it was stopped.`;
  },
  'stops-in-order': async ({ ask: request, milliseconds }, _ask, { copies }) => {
    const harms = [];
    for (const copy of copies.filter(({ isRunning }) => isRunning())) {
      const answering = answerTo(request, `http://127.0.0.1:${copy.port}`, newUser()).catch(() => null);
      await wait(milliseconds);
      copy.signal('SIGTERM');
      const answer = await answering;
      if (answer === null) harms.push('dropped');
      else if (!isSuccess(answer)) harms.push(`answered with ${answer.status}`);
    }
    return harms.length === 0 ? null : `${harms.length} of ${copies.length} requests under way were ${harms[0]}.`;
  },
  'answers-with': async ({ ask: request, statuses, times }, ask) => {
    const answers = await inTurn(times, () => ask(request));
    const other = answers.filter(({ status }) => !statuses.includes(status));
    return other.length === 0 ? null : `${other.length} of ${times} answers were ${statusesOf(other)}.`;
  },
};

function nameOf({ method = 'GET', path }) {
  return `${method} ${path}`;
}

function statusesOf(answers) {
  return [...new Set(answers.map(({ status }) => status))].sort().join(' or ');
}

async function inTurn(times, ask) {
  const answers = [];
  for (let count = 0; count < times; count++) answers.push(await ask());
  return answers;
}

/** What stands in braces is taken from earlier answers, anywhere in the request. */
function filledIn(request, known) {
  const fill = (text) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name) => (known.has(name) ? String(known.get(name)) : whole));
  return JSON.parse(JSON.stringify(request), (_, value) => (typeof value === 'string' ? fill(value) : value));
}

/** Names in braces of a path that no earlier answer held; sent as they are they would ask for what is not there. */
function unknownIn({ path }, known) {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([whole, name]) => (known.has(name) ? [] : [whole]));
}

/** What is left to fill in, anywhere in a rehearsal or a check. */
export function blanksIn(value) {
  if (typeof value === 'string') return value.startsWith(fillIn) ? [value.slice(fillIn.length)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(blanksIn) : [];
}

function asObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

/** Gives every request to the next copy, as round robin does, and carries upgrades to WebSockets through. */
export async function startBalancer(ports) {
  let turn = 0;
  const next = () => ports[turn++ % ports.length];
  const server = createServer((incoming, answer) => {
    const port = next();
    const { method, url: path, headers } = incoming;
    const { [clientHeader]: client = incoming.socket.remoteAddress, ...others } = headers;
    const passed = { ...others, 'x-forwarded-for': client ?? '', connection: 'close' };
    const onward = send({ host: '127.0.0.1', port, method, path, headers: passed }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    onward.once('error', (error) => {
      if (!answer.headersSent) answer.writeHead(502);
      answer.end(`The copy at port ${port} did not answer: ${error.message}`);
    });
    incoming.pipe(onward);
  });
  server.on('upgrade', (incoming, socket, head) => {
    const onward = connect(next(), '127.0.0.1', () => {
      const lines = incoming.rawHeaders.reduce((all, word, at) => all + word + (at % 2 === 0 ? ': ' : '\r\n'), '');
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines}\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const side of [onward, socket]) side.on('error', () => side.destroy());
  });
  return listening(server);
}

/** Stands for everything outside of the program, and keeps what is sent there. */
async function startOutside() {
  const received = [];
  const server = createServer((incoming, answer) => {
    let body = '';
    incoming.on('data', (part) => {
      body += part;
    });
    incoming.on('end', () => {
      received.push({ path: incoming.url, body });
      answer.end('{}');
    });
  });
  return { ...(await listening(server)), received };
}

async function listening(server) {
  await new Promise((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A port that nobody listens on just now. */
export async function freePort() {
  const server = createServer();
  const { url, stop } = await listening(server);
  await stop();
  return Number(new URL(url).port);
}

async function untilReady(copy, path) {
  for (let tries = 0; tries < secondsToStart * 10; tries++) {
    if (!copy.isRunning()) throw new Error(`The program ended before it answered:\n${copy.said()}`);
    const answer = await fetch(`http://127.0.0.1:${copy.port}${path}`).catch(() => null);
    if (answer !== null) return;
    await wait(100);
  }
  throw new Error(`The program did not answer at ${path} within ${secondsToStart} s:\n${copy.said()}`);
}

function copyOf(folder) {
  const path = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  const isShared = (file) => sharedFolders.has(file.slice(folder.length + 1));
  cpSync(folder, path, { recursive: true, filter: (file) => !isShared(file) });
  for (const name of sharedFolders) {
    if (existsSync(join(folder, name))) symlinkSync(join(folder, name), join(path, name), 'junction');
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { instances: { type: 'string' }, against: { type: 'string' } },
  });
  const file = resolve(positionals[0] ?? join(dirname(fileURLToPath(import.meta.url)), 'rehearsal.json'));
  const rehearsal = JSON.parse(readFileSync(file, 'utf8'));
  const instances = Number(values.instances ?? rehearsal.instances);
  const system = await systemFor(rehearsal, file, instances, values.against);
  let red = 0;
  try {
    for (const [index, check] of rehearsal.checks.entries()) {
      const blanks = blanksIn(check);
      // Each check comes from an address of its own, so that none uses up the tries of another.
      const user = { ...newUser(), client: `198.51.100.${10 + index}` };
      const harm = blanks.length > 0 ? null : await runCheck(check, system, user).catch((error) => error.message);
      if (blanks.length > 0) console.log(`BLANK   ${check.title}. Fill in: ${blanks.join('; ')}.`);
      else console.log(harm === null ? `holds   ${check.title}` : `BROKEN  ${check.title}: ${harm}`);
      if (blanks.length > 0 || harm !== null) red++;
    }
  } finally {
    await system.stop();
  }
  for (const sentence of rehearsal.unasked ?? []) console.log(`unasked ${sentence}`);
  console.log(`${rehearsal.checks.length - red} of ${rehearsal.checks.length} hold with ${instances} instances.`);
  process.exitCode = red === 0 ? 0 : 1;
}

/** The program started here, or one that runs elsewhere already. */
function systemFor(rehearsal, file, instances, against) {
  if (against !== undefined) return { url: against, outside: { received: [] }, copies: [], stop: async () => {} };
  const blanks = blanksIn({ ...rehearsal, checks: [] });
  if (blanks.length > 0) throw new Error(`Fill in first, in ${file}: ${blanks.join('; ')}.`);
  const missing = (rehearsal.needs ?? []).filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Error(`Set ${missing.join(' and ')} first: the program asks for it.`);
  return startAll(rehearsal, resolve(dirname(file), rehearsal.folder ?? '..'), instances);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message);
    process.exit(2);
  });
}
