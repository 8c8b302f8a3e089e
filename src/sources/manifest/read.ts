import type { FileFacts } from '../../facts/file-facts.ts';
import type { ManifestFacts } from '../../facts/manifest.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { baseNameOf } from '../../text/paths.ts';
import { suppressionsOf } from '../suppressions.ts';
import { compilerManifestOf } from './compiler.ts';
import { environmentManifestOf } from './environment-file.ts';
import { type Json, readJson } from './json.ts';
import { packageManifestOf } from './package.ts';
import { pythonManifestOf } from './python.ts';
import { requirementsManifestOf } from './requirements.ts';
import { schemaManifestOf } from './schema.ts';

/**
 * Reads package.json, tsconfig and jsconfig files, .env files, schemas of Prisma, and Python's pyproject.toml, Pipfile and
 * requirements files. Never throws: broken JSON gives what stands around the error, with problems. A pnpm-workspace.yaml yields no facts, because its members have manifests of their own.
 */
export function readManifest(path: string, text: string): FileFacts {
  const name = baseNameOf(path).toLowerCase();
  const lineStarts = lineStartsOf(text);
  const file = { path, language: 'manifest', lineStarts, code: null, deployment: null } as const;
  if (name.endsWith('.env') || name.startsWith('.env.')) {
    const suppressions = suppressionsOf(text, 'hash', lineStarts);
    return { ...file, manifest: environmentManifestOf(text), suppressions, problems: [] };
  }
  if (name === 'pyproject.toml' || name === 'pipfile') {
    const { manifest, problems } = pythonManifestOf(text, name === 'pipfile');
    return { ...file, manifest, suppressions: suppressionsOf(text, 'hash', lineStarts), problems };
  }
  if (name.endsWith('.txt')) {
    const manifest = requirementsManifestOf(text, /dev|test|lint|docs?|ci/.test(name));
    return { ...file, manifest, suppressions: suppressionsOf(text, 'hash', lineStarts), problems: [] };
  }
  if (name.endsWith('.prisma')) {
    return {
      ...file,
      manifest: schemaManifestOf(text),
      suppressions: suppressionsOf(text, 'slashes', lineStarts),
      problems: [],
    };
  }
  if (!name.endsWith('.json')) return { ...file, manifest: null, suppressions: [], problems: [] };
  const json = readJson(text);
  const suppressions = suppressionsOf(text, 'slashes', lineStarts);
  return { ...file, manifest: manifestOf(name, json), suppressions, problems: json.problems };
}

function manifestOf(name: string, { root }: Json): ManifestFacts | null {
  if (root?.type !== 'object') return null;
  return name === 'package.json' ? packageManifestOf(root) : compilerManifestOf(root);
}
