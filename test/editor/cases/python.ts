import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, eventually } from '../suite.ts';
import { finding, holds, open, replace, restore, serverProcesses, silence, uriIn } from '../workbench.ts';

/** A service in Python alone, from its first squiggle to a fix that holds. */
export const python: readonly Case[] = [
  {
    name: 'a folder of Python alone starts one server, and its findings stand where they belong',
    run: async () => {
      await open('app.py');
      await eventually('one server process', () => serverProcesses().length === 1);
      const limit = await finding(uriIn('app.py'), 'ratelimit-memory-store');
      assert.match(limit.message, /^5 sign-in tries a minute are really up to 30: each of 6 instances/);
      assert.equal(limit.severity, vscode.DiagnosticSeverity.Error);
      assert.match(String(typeof limit.code === 'object' ? limit.code.target : ''), /ratelimit-memory-store\.md$/);
      const state = await finding(uriIn('app.py'), 'state-module-collection');
      assert.ok(state.relatedInformation?.some(({ location }) => location.uri.path.endsWith('/compose.yaml')));
      await finding(uriIn('app.py'), 'db-pool-over-budget');
      await finding(uriIn('app.py'), 'upload-local-disk');
    },
  },
  {
    name: 'typing updates within a second, and a half-typed line loses nothing',
    run: async () => {
      const { document } = await open('app.py');
      const before = document.getText();
      await replace(uriIn('app.py'), 'pool_size=10, max_overflow=20', 'pool_size=2, max_overflow=1');
      await silence(uriIn('app.py'), 'db-pool-over-budget', 1000);
      await replace(uriIn('app.py'), 'limiter = Limiter(', 'broken = \nlimiter = Limiter(');
      await finding(uriIn('app.py'), 'ratelimit-memory-store');
      await restore(uriIn('app.py'), before);
      await finding(uriIn('app.py'), 'db-pool-over-budget');
    },
  },
  {
    name: 'the limiter’s fix writes its module, its requirement and its environment name, and the squiggle goes',
    run: async () => {
      await takeFix('ratelimit-memory-store');
      await holds('app.py', /storage_uri=shared_redis_url\(\)/);
      await holds('shared_redis.py', /def shared_redis_url/);
      await holds('requirements.txt', /^redis/im);
      await holds('.env.example', /^REDIS_URL=/m);
    },
  },
  {
    name: 'sessions in a dictionary move to Redis by a fix, and comments stay',
    run: async () => {
      await takeFix('state-module-collection');
      await holds('app.py', /sessions = SharedMapping\(.*# who is signed in/);
      await holds('shared_mapping.py', /class SharedMapping/);
    },
  },
  {
    name: 'the plan knows the service, its processes and its database',
    run: async () => {
      await vscode.commands.executeCommand('secondInstance.generateScalingPlan');
      const plan = await eventually('a plan', () =>
        vscode.workspace.textDocuments.find(
          ({ languageId, getText }) => languageId === 'markdown' && /rooms-db/.test(getText()),
        ),
      );
      assert.match(plan.getText(), /web/);
    },
  },
];

/** Takes the fix that is preferred where a rule has spoken, and waits until it is silent. */
async function takeFix(rule: string): Promise<void> {
  await open('app.py');
  const { range } = await finding(uriIn('app.py'), rule);
  const actions: vscode.CodeAction[] = await vscode.commands.executeCommand(
    'vscode.executeCodeActionProvider',
    uriIn('app.py'),
    range,
    vscode.CodeActionKind.QuickFix.value,
    10,
  );
  const fix = actions.find(({ isPreferred, edit }) => isPreferred && edit !== undefined);
  assert.ok(fix?.edit, `Actions: ${actions.map(({ title }) => title).join(', ')}`);
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  await silence(uriIn('app.py'), rule);
  await vscode.workspace.saveAll(false);
}
