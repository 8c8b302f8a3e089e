import { existsSync } from 'node:fs';
import { main } from './main.ts';

const workerFile = new URL('./reader-worker.js', import.meta.url);
const outcome = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  today: new Date().toISOString().slice(0, 10),
  startedAt: 0,
  ...(existsSync(workerFile) && { workerFile }),
});

// A reader that has seen enough, such as `head`, closes the pipe; that is no failure.
process.stdout.on('error', () => {});
for (const line of outcome.stderr) process.stderr.write(`${line}\n`);
process.stdout.write(outcome.stdout);
process.exitCode = outcome.code;
