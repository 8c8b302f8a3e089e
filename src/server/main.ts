import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { collectGarbage } from '../host/collect-garbage.ts';
import { product } from '../host/product.ts';
import { openWorkspace } from '../host/workspace.ts';
import { connect } from './connect.ts';

/** The server process: speaks over Node's IPC or over stdio, as its arguments say (`--node-ipc`, `--stdio`). */
const connection = createConnection(ProposedFeatures.all);

// A defect costs the request that met it, never the server: what it knows is made anew from files at the next change.
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
}

const today = (): string => new Date().toISOString().slice(0, 10);

connect(connection, {
  version: product.version,
  today,
  atRest: collectGarbage,
  open: (root, { assumeInstances, configFile, maxFileSize }, signal) =>
    openWorkspace(root, {
      signal,
      today: today(),
      workerFile: new URL('./reader-worker.js', import.meta.url),
      configurationFile: configFile,
      sizeLimit: maxFileSize,
      overrides: { all: null, byProgram: {}, assumed: assumeInstances },
    }),
});
