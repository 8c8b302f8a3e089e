import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, suite } from '../suite.ts';
import { finding, open, serverProcesses, uriIn } from '../workbench.ts';

const id = 'second-instance.second-instance';

/** A page in the browser has one instance for each visitor: there is nothing to judge, and nothing runs. */
export const run = suite([
  {
    name: 'a folder without a service starts no server',
    run: async () => {
      await open('src/App.tsx');
      await eventually('the extension is active', () => vscode.extensions.getExtension(id)?.isActive);
      // Long enough for a server to have been started, had there been a reason.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      assert.deepEqual(serverProcesses(), []);
      assert.deepEqual(
        vscode.languages.getDiagnostics(uriIn('src/App.tsx')).filter(({ source }) => source === 'second-instance'),
        [],
      );
    },
  },
  {
    name: 'a server starts once the folder gets a service',
    run: async () => {
      const text = `import express from 'express';
const baskets = new Map<string, string[]>();
const app = express();
app.post('/baskets/:id', (request, response) => {
  baskets.set(request.params.id, request.body);
  response.json({ ok: true });
});
app.get('/baskets/:id', (request, response) => {
  response.json(baskets.get(request.params.id) ?? []);
});
app.listen(3000);
`;
      await vscode.workspace.fs.writeFile(uriIn('server/main.ts'), new TextEncoder().encode(text));
      const manifest = {
        name: 'baskets',
        main: 'server/main.ts',
        dependencies: { express: '^5.1.0', react: '^19.0.0' },
      };
      await vscode.workspace.fs.writeFile(uriIn('package.json'), new TextEncoder().encode(JSON.stringify(manifest)));
      await eventually('one server process', () => serverProcesses().length === 1);
      await open('server/main.ts');
      await finding(uriIn('server/main.ts'), 'state-module-collection');
    },
  },
]);
