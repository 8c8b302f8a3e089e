#!/usr/bin/env node
// Stands in for the desktop VS Code: takes the arguments that @vscode/test-electron passes, runs the same suite in the npm-borne
// VS Code inside a headless browser, and exits with the suite's code. `--keep-workspace-trust` (ours) runs in Restricted Mode.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from './browser.mjs';
import { startServer } from './server.mjs';

const words = process.argv.slice(2);
const valuesOf = (name) =>
  words.filter((word) => word.startsWith(`--${name}=`)).map((word) => word.slice(name.length + 3));
const target = words.find((word) => !word.startsWith('-'));
const extensionPaths = valuesOf('extensionDevelopmentPath');
const [testsPath] = valuesOf('extensionTestsPath');
const [debuggingPort] = valuesOf('remote-debugging-port');
if (target === undefined || extensionPaths.length === 0 || testsPath === undefined) {
  console.error('Usage: stand-in <folder or .code-workspace> --extensionDevelopmentPath=… --extensionTestsPath=…');
  process.exit(2);
}

const logFile = process.env['SECOND_INSTANCE_EDITOR_LOG'];
const profile = mkdtempSync(join(tmpdir(), 'second-instance-editor-'));
const state = { server: null, context: null };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(1));
// A suite that hangs must not hang the build.
setTimeout(() => {
  console.error('The suite did not end within five minutes.');
  end(1);
}, 300_000).unref();

try {
  await run();
} catch (error) {
  console.error(error);
  await end(1);
}

async function run() {
  const trusted = !words.includes('--keep-workspace-trust');
  state.server = await startServer({
    profile,
    extensions: valuesOf('extensions-dir')[0],
    // What the editor's own checks of the copied workspace would say is of no interest here.
    settings: {
      'typescript.validate.enable': false,
      'javascript.validate.enable': false,
      'security.workspace.trust.enabled': !trusted,
      'security.workspace.trust.startupPrompt': 'never',
    },
    token: null,
    driven: true,
  });
  const { executablePath, env } = findBrowser();
  state.context = await chromium.launchPersistentContext(join(profile, 'browser'), {
    executablePath,
    env,
    headless: true,
    viewport: { width: 1440, height: 900 },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...browserFlags, ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`])],
  });
  const page = state.context.pages()[0] ?? (await state.context.newPage());
  await page.exposeFunction('codeAutomationLog', (_type, words) => print(words.map(String).join(' ')));
  await page.exposeFunction('codeAutomationExit', (code) => end(code));
  await page.goto(addressOf(state.server.port), { timeout: 60_000 });
}

function addressOf(port) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const payload = [
    ...extensionPaths.map((path) => ['extensionDevelopmentPath', remote(path)]),
    ['extensionTestsPath', remote(testsPath)],
    ['skipWelcome', 'true'],
  ];
  const kind = target.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `http://127.0.0.1:${port}/?${kind}=${encodeURIComponent(resolve(target))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The suite's own lines go to the terminal; all that the workbench says besides goes to the log, which is shown when a run fails. */
function print(line) {
  // The server's native modules are left out; it says so at length and goes on without them.
  if (/bindings file|build\/Release\/watchdog/.test(line)) return;
  if (line.startsWith('[suite] ')) console.log(line.slice('[suite] '.length));
  else if (logFile === undefined) console.log(line);
  else appendFileSync(logFile, `${line}\n`);
}

async function end(code) {
  await state.context?.close().catch(() => {});
  state.server?.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}
