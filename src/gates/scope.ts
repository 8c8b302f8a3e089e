import type { CodeFacts } from '../facts/code.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { FunctionKey, PackageNode, ProgramGraph, Reach } from '../link/program-graph.ts';
import { mayRun } from '../system/shared-functions.ts';
import { isSideCode } from '../system/side-code.ts';
import type { Program } from '../system/types.ts';
import { isInFolder } from '../text/paths.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'scope', reason });

/**
 * Whether code of this file runs in something that answers requests or takes work: tests, tools, browser code, command
 * lines and editor extensions do not, and a file that no such program imports does not either (G1).
 */
export function scopeStop(context: RuleContext, file: string, key?: FunctionKey): Stop | null {
  const elsewhere = elsewhereStop(context.graph, file);
  if (elsewhere !== null) return elsewhere;
  if (servingPrograms(context, file, key).length > 0) return null;
  if (key !== undefined && servingPrograms(context, file).length > 0) {
    return stop('Programs that answer requests import this file, but none of them comes to run this.');
  }
  return isToolCode(file)
    ? stop('This file is a script or a tool that no server imports.')
    : stop('No program that answers requests or takes work from a queue or a clock imports this file.');
}

/** Whether code of this file is for tests, for the browser, or for one user alone, whoever imports it. */
export function elsewhereStop(graph: ProgramGraph, file: string): Stop | null {
  if (isSideCode(file)) return stop('This file is a test, an example or a fixture, which no deployment runs.');
  const owner = packageOf(graph.packages, file);
  if (owner?.manifest.editorExtension === true) {
    return stop('This package is an editor extension, which runs once for each user.');
  }
  if (owner !== null && isDesktopApplication(owner)) {
    return stop('This package is a desktop application, which runs once for each user.');
  }
  const code = graph.facts.get(file)?.code ?? null;
  return code !== null && isBrowserCode(code)
    ? stop('This file runs in the browser, where every user has their own copy.')
    : null;
}

/**
 * The programs that hold the file and answer requests, or take work from a queue or a clock; with a function, those of
 * them that come to run it.
 */
export function servingPrograms(context: RuleContext, file: string, key?: FunctionKey): readonly Program[] {
  const { programs, shared } = context.system;
  return programs.filter(
    (program) =>
      isServing(program) && program.files.has(file) && (key === undefined || mayRun(shared, program.name, key)),
  );
}

/** The same without those that take work from a queue or a clock alone: nobody ever asks them for a route or a session. */
export function answeringPrograms(context: RuleContext, file: string, key?: FunctionKey): readonly Program[] {
  return servingPrograms(context, file, key).filter(({ role }) => role !== 'worker' && role !== 'scheduler');
}

/**
 * Of these programs, the ones in which the file comes to run this way: those that hold where each way begins, and come to
 * begin it, too. A file that several programs share may be reached by the routes of one alone, or by the tasks of one.
 */
export function servingThrough(context: RuleContext, file: string, reaches: readonly Reach[]): readonly Program[] {
  const ends = reaches.flatMap(({ chain, entry }) => chain.at(-1)?.to ?? entry?.function ?? []);
  const programs = servingPrograms(context, file).filter(({ name }) =>
    ends.every((key) => mayRun(context.system.shared, name, key)),
  );
  const begins = reaches.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const through = programs.filter(({ name, files }) =>
    // Who imports a task only to hand it to a queue never begins it.
    begins.every(({ site, function: key }) => files.has(site.file) && mayRun(context.system.shared, name, key)),
  );
  return through.length > 0 ? through : programs;
}

function isServing(program: Program): boolean {
  if (program.role === 'other') return false;
  // A start file among scripts is a developer's own server, unless something deploys it. In bin/ servers start as well.
  return program.units.length > 0 || /(?:^|\/)bin\//.test(program.entry) || !isToolCode(program.entry);
}

const toolFolders = /(?:^|\/)(?:scripts?|bin|tools?|tooling|migrations?|seeds?|seeders?|codemods?)\//i;
const toolFiles = /(?:^|\/)(?:gulpfile|gruntfile|jakefile|seed|migrate|setup)\.[cm]?[jt]s$|\.config\.[cm]?[jt]s$/i;

function isToolCode(path: string): boolean {
  return toolFolders.test(path) || toolFiles.test(path);
}

const browserGlobals = new Set(['window', 'document', 'localStorage', 'sessionStorage', 'navigator', 'customElements']);

/** Browser code says so, uses what only a browser has, or draws with hooks, which never run on a server after the first picture. */
function isBrowserCode(code: CodeFacts): boolean {
  if (code.directives.includes('use client')) return true;
  const valueImports = code.imports.filter((each) => !each.typeOnly);
  if (valueImports.some((each) => each.module.startsWith('node:'))) return false;
  if (code.globals.some((name) => browserGlobals.has(name)) && !code.globals.includes('process')) return true;
  return code.markup && valueImports.some((each) => each.imported !== null && /^use[A-Z]/.test(each.imported));
}

const desktopShells = new Set(['electron', '@tauri-apps/api', 'nw']);

function isDesktopApplication(owner: PackageNode): boolean {
  return owner.manifest.dependencies.some((each) => each.group !== 'peer' && desktopShells.has(each.name));
}

function packageOf(packages: readonly PackageNode[], file: string): PackageNode | null {
  return packages.reduce<PackageNode | null>(
    (nearest, each) =>
      isInFolder(file, each.folder) && (nearest === null || each.folder.length > nearest.folder.length)
        ? each
        : nearest,
    null,
  );
}
