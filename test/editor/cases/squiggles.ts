import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, eventually, say } from '../suite.ts';
import { finding, open, replace, restore, shown, silence, uriIn } from '../workbench.ts';

const limiter = 'src/accounts/sign-in-limiter.ts';
const { Error: error } = vscode.DiagnosticSeverity;

/** What is shown where the user types, and how it follows what he types. */
export const squiggles: readonly Case[] = [
  {
    name: 'a finding has its numbers, a link to its page, and related places',
    run: async () => {
      await open(limiter);
      const found = await finding(uriIn(limiter), 'ratelimit-memory-store');
      assert.equal(found.severity, error);
      assert.match(found.message, /15/, 'Five tries on three instances are fifteen.');
      assert.ok(typeof found.code === 'object' && 'target' in found.code);
      assert.match(String(found.code.target), /\/docs\/rules\/ratelimit-memory-store\.md$/);
      const related = found.relatedInformation ?? [];
      assert.ok(
        related.some(({ location }) => location.uri.path.endsWith('/compose.yaml')),
        'A related place shows where the number comes from.',
      );
      const document = await vscode.workspace.openTextDocument(uriIn(limiter));
      assert.equal(document.getText(found.range), 'rateLimit', 'The range is the callee alone.');
    },
  },
  {
    name: 'errors of files that are not open are listed too',
    run: async () => {
      const cart = uriIn('src/orders/cart.ts');
      assert.ok(!vscode.window.visibleTextEditors.some(({ document }) => document.uri.path === cart.path));
      await finding(cart, 'state-module-collection', ({ severity }) => severity === error);
    },
  },
  {
    name: 'replicas: 1 calms the findings, and 3 lights up the line that says so',
    run: async () => {
      const compose = uriIn('compose.yaml');
      await open('compose.yaml');
      await finding(compose, 'unsafe-scale');
      await replace(compose, 'replicas: 3', 'replicas: 1');
      await silence(compose, 'unsafe-scale');
      await eventually(
        'no errors about the limiter at one instance',
        () => !shown(uriIn(limiter)).some(({ severity }) => severity === error),
      );
      await replace(compose, 'replicas: 1', 'replicas: 3');
      const scale = await finding(compose, 'unsafe-scale', ({ severity }) => severity === error);
      const document = await vscode.workspace.openTextDocument(compose);
      assert.match(document.lineAt(scale.range.start.line).text, /replicas: 3/);
      await finding(uriIn(limiter), 'ratelimit-memory-store', ({ severity }) => severity === error);
    },
  },
  {
    name: 'a directive that this nginx does not have lights up, and goes with its line',
    run: async () => {
      const nginx = uriIn('nginx/nginx.conf');
      await open('nginx/nginx.conf');
      const found = await finding(nginx, 'nginx-directive-unavailable', ({ severity }) => severity === error);
      const document = await vscode.workspace.openTextDocument(nginx);
      assert.equal(document.getText(found.range), 'check');
      const text = document.getText();
      await replace(nginx, 'check interval', '# check interval');
      await silence(nginx, 'nginx-directive-unavailable');
      await restore(nginx, text);
    },
  },
  {
    name: 'typing brings a finding and takes it away, each within a second',
    run: async () => {
      const cart = uriIn('src/orders/cart.ts');
      await open('src/orders/cart.ts');
      await finding(cart, 'state-module-collection');
      const started = performance.now();
      await replace(
        cart,
        'const carts = new Map<number, CartLine[]>();',
        'const carts = stored<number, CartLine[]>();',
      );
      await silence(cart, 'state-module-collection', 1000);
      const gone = performance.now() - started;
      await replace(
        cart,
        'const carts = stored<number, CartLine[]>();',
        'const carts = new Map<number, CartLine[]>();',
      );
      await finding(cart, 'state-module-collection', undefined, 1000);
      say(`      gone after ${Math.round(gone)} ms`);
    },
  },
  {
    name: 'a finding can be silenced with a comment that gives a reason',
    run: async () => {
      const cart = uriIn('src/orders/cart.ts');
      const { document } = await open('src/orders/cart.ts');
      const before = document.getText();
      const found = await finding(cart, 'state-module-collection');
      const ignore = await eventually('a way to silence it', async () => {
        const actions = await actionsAt(cart, found.range);
        return actions.find(({ title }) => title.startsWith('Ignore state-module-collection on this line'));
      });
      assert.ok(ignore.edit);
      assert.ok(await vscode.workspace.applyEdit(ignore.edit));
      await silence(cart, 'state-module-collection');
      await restore(cart, before);
      await finding(cart, 'state-module-collection');
    },
  },
];

export async function actionsAt(uri: vscode.Uri, range: vscode.Range, resolve = 0): Promise<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, resolve);
}
