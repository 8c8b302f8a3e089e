import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Case, eventually, say } from '../suite.ts';
import { open, serverProcesses } from '../workbench.ts';

const id = 'second-instance.second-instance';

interface Cost {
  readonly elapsed: number;
  readonly worked: number;
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** The extension wakes quickly, offers its commands, and starts one server because there is a service. */
export const activation: readonly Case[] = [
  {
    name: 'the extension is awake after a file of the service was opened, after at most 50 ms of work',
    run: async () => {
      await open('src/server.ts');
      const extension = vscode.extensions.getExtension<{ readonly activation: Cost }>(id);
      assert.ok(extension, 'The extension is installed.');
      await eventually('the extension is active', () => extension.isActive);
      const { elapsed, worked } = extension.exports.activation;
      say(`      activated in ${elapsed.toFixed(1)} ms, ${worked.toFixed(1)} ms of them at work`);
      // The processor's time alone: what other programs take from this one on a busy machine is none of its doing.
      assert.ok(worked <= 50, `It took ${worked} ms.`);
    },
  },
  {
    name: 'the editor under test is as new as the manifest asks, and so are the types',
    run: () => {
      const root = process.env['SECOND_INSTANCE_ROOT'] ?? '';
      const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const types: { readonly version: string } = JSON.parse(
        readFileSync(join(root, 'node_modules/@types/vscode/package.json'), 'utf8'),
      );
      const asked = minorOf(manifest.engines.vscode.replace('^', ''));
      assert.equal(minorOf(types.version), asked, 'The types are those of the oldest editor that is supported.');
      assert.ok(minorOf(vscode.version) >= asked, `${vscode.version} is older than ${manifest.engines.vscode}.`);
    },
  },
  {
    name: 'every command of the manifest is registered',
    run: async () => {
      const root = process.env['SECOND_INSTANCE_ROOT'] ?? '';
      const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const there = new Set(await vscode.commands.getCommands(true));
      const missing = manifest.contributes.commands.filter(({ command }) => !there.has(command));
      assert.deepEqual(missing, []);
    },
  },
  {
    name: 'one server runs, because there is a service',
    run: async () => {
      await eventually('one server process', () => serverProcesses().length === 1);
    },
  },
];

function minorOf(version: string): number {
  const [major, minor] = version.split('.').map(Number);
  return (major ?? 0) * 1000 + (minor ?? 0);
}
