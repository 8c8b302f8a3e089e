// Finds a browser that can show the workbench: the machine's own, or the one that comes by npm.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cache, root } from './places.mjs';

const own = [
  process.env['SECOND_INSTANCE_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The executable and the environment it needs. Throws when there is none that starts. */
export function findBrowser() {
  const found = own.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return { executablePath: found, env: { ...process.env } };
  const folder = unpackBrowser();
  const executablePath = join(folder, 'chromium');
  const plain = { ...process.env };
  plain['FONTCONFIG_FILE'] = join(folder, 'fonts.conf');
  const libraries = join(folder, 'al2023', 'lib');
  const before = plain['LD_LIBRARY_PATH'];
  const withLibraries = { ...plain, LD_LIBRARY_PATH: before === undefined ? libraries : `${before}:${libraries}` };
  for (const env of [plain, withLibraries]) {
    if (spawnSync(executablePath, ['--version', '--no-sandbox'], { env }).status === 0) return { executablePath, env };
  }
  const last = spawnSync(executablePath, ['--version', '--no-sandbox'], { env: withLibraries, encoding: 'utf8' });
  throw new Error(`The browser that comes by npm does not start: ${last.stderr}`);
}

/** Unpacks the packaged browser, its libraries and its fonts into the cache; about three seconds, once. */
function unpackBrowser() {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest = JSON.parse(readFileSync(join(dirname(entry), '..', '..', 'package.json'), 'utf8'));
  const folder = join(cache, `chromium-${manifest.version}`);
  if (existsSync(join(folder, 'chromium'))) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'unpacking-'));
  try {
    // The package unpacks into the temporary folder, and its libraries only where it believes to run on Lambda.
    const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
    const code = "(await import('@sparticuz/chromium')).default.executablePath()";
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', `await ${code}`], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`The packaged browser could not be unpacked: ${run.stderr}`);
    writeFileSync(join(fresh, 'fonts.conf'), fontsOf(folder));
    if (!existsSync(join(folder, 'chromium'))) renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** A machine without a font draws no letter at all: the package's font, and a fixed-width one, stand behind the machine's own. */
function fontsOf(folder) {
  const fixedWidth = join(root, 'node_modules', 'katex', 'dist', 'fonts');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>${fixedWidth}</dir>
  <alias><family>monospace</family><default><family>KaTeX_Typewriter</family></default></alias>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
