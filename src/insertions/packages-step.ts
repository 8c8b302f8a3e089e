import type { ReadText } from '../findings/fix.ts';
import { installCommand, manifestsFor } from '../fixes/packages.ts';
import type { ProgramGraph } from '../link/program-graph.ts';

/** How each manager is asked for packages by name, by how it is asked for all of them. */
const adding: Readonly<Record<string, string>> = {
  'npm install': 'npm install',
  'pnpm install': 'pnpm add',
  'yarn install': 'yarn add',
  'bun install': 'bun add',
  'uv sync': 'uv add',
  'poetry lock && poetry install': 'poetry add',
  'pdm install': 'pdm add',
  'pipenv install': 'pipenv install',
};

/** What is to do for packages that a file now imports and no manifest names: `package.json names no bullmq yet: pnpm add bullmq@^6.7.0`. */
export async function packagesStep(
  graph: ProgramGraph,
  file: string,
  packages: Readonly<Record<string, string>>,
  read: ReadText,
): Promise<string | null> {
  const names = Object.keys(packages);
  const [node] = manifestsFor(graph, file, []);
  if (names.length === 0) return null;
  if (node === undefined) return `No manifest names ${names.join(', ')} yet.`;
  const isPython = node.manifest.ecosystem === 'python';
  const wanted = Object.entries(packages).map(([name, range]) => (isPython ? `"${name}${range}"` : `${name}@${range}`));
  const command = adding[await installCommand(node, read)] ?? 'pip install';
  return `${node.file} names no ${names.join(', ')} yet: ${command} ${wanted.join(' ')}`;
}
