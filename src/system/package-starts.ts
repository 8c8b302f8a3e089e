import type { Catalog } from '../catalog/types.ts';
import type { PackageNode, ProgramGraph } from '../link/program-graph.ts';
import { shellWordsOf } from '../text/shell-words.ts';
import { importCone } from './cone.ts';
import { isService } from './listening.ts';
import { isSideCode } from './side-code.ts';
import { entryOfTool, plainStart, type Start, startsOfWords } from './starts.ts';

export interface PackageStart {
  readonly start: Start;
  /** Whether an image of the package runs this when nothing else is said. */
  readonly main: boolean;
  readonly origin: 'command' | 'tool';
  /** Whether a manifest of Python offers it as a script. */
  readonly script?: boolean;
}

const productionScript =
  /^(?:start|serve|server|prod|production|workers?|cron|scheduler|jobs?|queue|consumers?)(?:[:._-].+)?$|[:._-](?:start|workers?|serve|scheduler)$/;
const developmentScript = /dev|debug|test|watch|build|e2e|mock|story|docs?\b|lint|stop|kill|migrat|seed|local/;

/**
 * What a package starts by its scripts for production; where none of them leads to a file, by those for development
 * that answer or take from a queue; and besides the tools that it offers on the command line.
 */
export function packageStarts(graph: ProgramGraph, catalog: Catalog, node: PackageNode): readonly PackageStart[] {
  const tools = Object.values(node.manifest.bin)
    .flatMap((written) => plainStart(node.folder, entryOfTool(graph, node, written)))
    .map(
      (start): PackageStart => ({
        start,
        main: false,
        origin: servesItself(graph, node, start) ? 'command' : 'tool',
        script: node.manifest.ecosystem === 'python',
      }),
    );
  return [...serviceStarts(graph, catalog, node), ...tools];
}

/**
 * A script of Python is how a service is started as often as a tool is; a server in the script's own file says which, and so
 * does one that the file's commands come to start. What they only make, to print its schema, is none.
 */
function servesItself(graph: ProgramGraph, { manifest }: PackageNode, { entries }: Start): boolean {
  if (manifest.ecosystem !== 'python') return false;
  if (graph.listeners.some(({ file }) => entries.includes(file))) return true;
  const begins = new Set(graph.listeners.flatMap((each) => (each.onlyMakes === true ? [] : [each.function])));
  const reached = new Set(
    [...graph.functions.values()].filter(({ file }) => entries.includes(file)).map(({ key }) => key),
  );
  // The set grows while it is gone through.
  for (const key of reached) {
    if (begins.has(key)) return true;
    for (const { to, kind, certainty } of graph.callees.get(key) ?? []) {
      if (kind !== 'load' && certainty === 'proved') reached.add(to);
    }
  }
  return false;
}

function serviceStarts(graph: ProgramGraph, catalog: Catalog, node: PackageNode): readonly PackageStart[] {
  const serves = ({ start }: PackageStart) => start.serves || isService(graph, importCone(graph, start.entries));
  const production = scriptStarts(
    graph,
    catalog,
    node,
    (name) => productionScript.test(name) && !developmentScript.test(name),
  );
  // A package that offers a command line starts its tool by `npm start` as well.
  if (production.length > 0) {
    const offersTool = Object.keys(node.manifest.bin).length > 0;
    return production.map((each) => (offersTool && !serves(each) ? { ...each, origin: 'tool' } : each));
  }
  const development = scriptStarts(graph, catalog, node, (name) =>
    /^(?:dev|develop|start|serve)(?::.+)?$|:dev$/.test(name),
  );
  return development.filter(serves);
}

function scriptStarts(
  graph: ProgramGraph,
  catalog: Catalog,
  { file, folder, manifest }: PackageNode,
  isWanted: (name: string) => boolean,
): readonly PackageStart[] {
  return manifest.scripts
    .filter(({ name }) => isWanted(name))
    .flatMap(({ name, command, span }) => {
      const starts = startsOfWords({ graph, catalog, folder, site: { file, span } }, shellWordsOf(command));
      return starts.map(
        (start): PackageStart => ({ start, main: /^(?:start|serve|dev)$/.test(name), origin: 'command' }),
      );
    })
    .filter(({ start }) => !start.entries.every(isSideCode));
}
