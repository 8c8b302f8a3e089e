import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version of the nginx on this machine, or null where there is none. */
export function installedNginx(): string | null {
  const run = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  return run.error === undefined ? (/nginx\/([\d.]+)/.exec(run.stderr)?.[1] ?? null) : null;
}

/**
 * What `nginx -t` says of a configuration: an empty text when it is fine. Names that resolve only beside the real
 * services, and ports and files that only root has, are put aside first; every directive stays as it is.
 */
export function nginxComplaints(configuration: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  try {
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      configuration
        .replace(/^pid .*$/m, `pid ${join(folder, 'nginx.pid')};\nerror_log ${join(folder, 'error.log')};`)
        .replace(/^( *)server [a-z0-9._-]+:(\d+);/gim, '$1server 127.0.0.1:$2;')
        .replace(/^( *)listen \d+;/m, '$1listen 127.0.0.1:48123;')
        .replace(/^http \{/m, `http {\n    access_log off;\n${temporaryFolders(folder)}`),
    );
    const run = spawnSync('nginx', ['-t', '-q', '-e', join(folder, 'early.log'), '-c', file], { encoding: 'utf8' });
    return run.status === 0 ? '' : run.stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function temporaryFolders(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `    ${name}_temp_path ${join(folder, name)};\n`)
    .join('');
}
