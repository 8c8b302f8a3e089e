import type { UnitFact } from '../../facts/deployment.ts';
import type { FileFacts, ProblemFact } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { serverlessUnits } from '../lambda-functions.ts';
import { tomlTree } from '../manifest/toml-tree.ts';
import { deploymentOf } from '../process-unit.ts';
import { literalTree } from '../script/literal-tree.ts';
import { suppressionsOf } from '../suppressions.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlValue } from '../yaml/tree.ts';
import { ecsUnits } from './ecs.ts';
import { type PlatformFile, platformFileOf } from './files.ts';
import { flyUnits } from './fly.ts';
import { herokuUnits, scalingoUnits } from './heroku.ts';
import { kamalUnits } from './kamal.ts';
import { parametersIn } from './parameters.ts';
import { pm2Units } from './pm2.ts';
import { railwayUnits } from './railway.ts';
import { renderUnits } from './render.ts';

/** What a platform's own file runs, from its values; nothing for a file that is not the platform's but only called so. */
export type PlatformReader = (root: YamlValue, path: string) => readonly UnitFact[];

const readers: Readonly<Record<PlatformFile, PlatformReader>> = {
  pm2: pm2Units,
  heroku: herokuUnits,
  scalingo: scalingoUnits,
  render: renderUnits,
  fly: flyUnits,
  railway: railwayUnits,
  ecs: ecsUnits,
  kamal: kamalUnits,
  serverless: serverlessUnits,
  // It runs nothing: it tells templates their numbers.
  parameters: () => [],
};

/** Reads a platform's own file, whatever it is written in. JSON is YAML as well. */
export function readPlatform(path: string, text: string): FileFacts {
  const file = platformFileOf(path);
  const { root, problems } = file === 'parameters' ? { root: null, problems: [] } : treeIn(path, text);
  const units = file === null || root === null ? [] : readers[file](root, path);
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'platform',
    lineStarts,
    code: null,
    deployment: { ...deploymentOf(units), ...(file === 'parameters' ? parametersIn(text) : {}) },
    manifest: null,
    suppressions: suppressionsOf(text, /\.[cm]?js$/i.test(path) ? 'slashes' : 'hash', lineStarts),
    // What is wrong with a file that runs nothing, or of which nothing can be told, is nobody's business here.
    problems: units.length > 0 || /\.toml$/i.test(path) ? problems : [],
  };
}

function treeIn(
  path: string,
  text: string,
): { readonly root: YamlValue | null; readonly problems: readonly ProblemFact[] } {
  if (/\.toml$/i.test(path)) return tomlTree(text);
  if (/\.[cm]?js$/i.test(path)) return literalTree(path, text);
  const { documents, problems } = parseYaml(text);
  return { root: documents[0] ?? null, problems };
}
