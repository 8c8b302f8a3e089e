import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { answerTo, freePort, newUser, runCheck, startAll, startCopy } from '../../src/patterns/scenarios/rehearse.mjs';
import { python, stores } from './services.mjs';

const secondsToStop = 20;

/**
 * Proves one family: the program as it stands fails on two copies, the product's own fix is applied to it, and then it
 * holds. Gives for each column of the table null where it is as it should be, and else a sentence.
 */
export async function proveOne(folder, proof) {
  const place = mkdtempSync(join(tmpdir(), 'proof-'));
  const original = join(place, 'original');
  const fixed = join(place, 'fixed');
  const run = (program, options) => withStore(proof, program, options);
  try {
    for (const each of [original, fixed]) cpSync(join(folder, 'program'), each, { recursive: true });
    const refused = fix(fixed, proof);
    for (const each of [original, fixed]) linkPackages(each, proof);
    // What is given to all copies alike is what the original lacks.
    const isNamed = proof.store.kind !== 'given';
    const before = await run(original, { checks: proof.checks, beside: [], isNamed });
    const failsBefore = before.length > 0 ? null : 'The original passes, so nothing is proved.';
    if (refused !== null) return { failsBefore, sees: before, passesAfter: refused };
    const mended = proof.mended ?? proof.checks;
    return {
      failsBefore,
      sees: before,
      passesAfter: sentence(await run(fixed, { checks: mended, beside: proof.beside ?? [] })),
      ...(['postgres', 'none'].includes(proof.store.kind) ? {} : await withoutStore(proof, fixed, run)),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** What the fixed program does where the store is not named, and where it goes away. */
async function withoutStore(proof, fixed, run) {
  const alone = proof.alone ?? proof.checks;
  const { storeDown } = proof;
  return {
    passesAlone: sentence(await run(fixed, { checks: alone, beside: [], instances: 1, isAlone: true })),
    stopsWithout: await stopsWithout(proof, fixed),
    ...(proof.store.kind === 'given' ? {} : { storeKilled: await run(fixed, { storeDown, beside: [] }) }),
  };
}

/** Runs checks on copies of a program with a store of their own, or on one copy without any; gives what does not hold. */
export async function withStore(
  proof,
  program,
  { checks, storeDown, beside, instances = 2, isAlone = false, isNamed = true },
) {
  const store = isAlone ? null : await stores[proof.store.kind](proof.store);
  const environment = isAlone
    ? (proof.development ?? {})
    : { ...proof.production, ...(isNamed ? store.environment : {}) };
  const filled = beside.map((words) => words.map((word) => word.replaceAll('{store}', store?.url ?? '')));
  const system = await startAll(rehearsalOf(proof, environment, filled), program, instances).catch(async (error) => {
    await store?.stop();
    return error;
  });
  if (system instanceof Error) return [system.message];
  try {
    if (storeDown !== undefined) return await afterTheEnd(storeDown, store, system);
    const harms = [];
    for (const check of checks) {
      const harm = await runCheck(check, system);
      if (harm !== null) harms.push(harm);
    }
    return harms;
  } finally {
    await system.stop();
    await store?.stop();
  }
}

/** What a user meets whose request comes after the store has ended. */
async function afterTheEnd({ before, check }, store, system) {
  const user = newUser();
  if (before !== undefined) await answerTo(before, system.url, user);
  await store.stop();
  return runCheck(check, system, user);
}

/** In production a program without its store must not start, and must say which name of the environment it lacks. */
export async function stopsWithout(proof, program) {
  const copy = startCopy(rehearsalOf(proof, proof.production, []), program, '', await freePort());
  const code = await Promise.race([
    copy.ended,
    new Promise((done) => setTimeout(() => done(null), secondsToStop * 1000)),
  ]);
  await copy.stop();
  const [name] = proof.store.names;
  if (code === null) return `It still runs after ${secondsToStop} s.`;
  if (code === 0) return 'It ended as if all were well.';
  return copy.said().includes(name) ? null : `It does not say that ${name} is missing: ${copy.said()}`;
}

function rehearsalOf(proof, environment, beside) {
  const inPlace = (words) =>
    words.map((word) => word.replaceAll('{python}', python).replaceAll('{node}', process.execPath));
  return {
    command: inPlace(proof.command),
    disk: proof.disk,
    ready: proof.ready,
    beside: beside.map(inPlace),
    environment,
  };
}

/** Applies the fixes of a rule as a user does at the command line. Null when files changed, and the fix is the one that was meant. */
function fix(folder, { rule, fix: wanted }) {
  const command = (...words) =>
    spawnSync(process.execPath, [resolve('dist/cli.js'), ...words, '--no-cache'], { cwd: folder, encoding: 'utf8' });
  const { findings } = JSON.parse(command('check', folder, '--format', 'json', '--fail-on', 'never').stdout);
  const offered = findings.flatMap(({ ruleId, fixes }) => (ruleId === rule ? fixes.map(({ id }) => id) : []));
  if (!offered.includes(wanted)) return `${wanted} is not offered: ${offered.join(', ') || 'nothing is'}.`;
  const { status, stdout, stderr } = command('fix', folder, '--rule', rule, '--all', '--write');
  return status === 0 && stdout !== '' ? null : `The fix was not made: ${stderr.trim()}`;
}

/** Programs of Node find the packages that the project has for its tests, some of them in another version than its own. */
export function linkPackages(folder, { packages = {} }) {
  if (!existsSync(join(folder, 'package.json'))) return;
  const own = resolve('node_modules');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(own)) {
    symlinkSync(join(own, packages[name] ?? name), join(folder, 'node_modules', name));
  }
}

export function sentence(harms) {
  return harms.length === 0 ? null : harms.join(' ');
}

export function readProof(folder) {
  return JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8'));
}
