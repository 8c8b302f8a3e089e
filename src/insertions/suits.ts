import type { RuleContext } from '../findings/rule.ts';
import { manifestsFor } from '../fixes/packages.ts';
import { packagesBeside } from '../fixes/python/manifests.ts';
import { elsewhereStop } from '../gates/scope.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { offeredIn } from '../patterns/offered.ts';
import type { SnippetTemplate, TemplateLanguage } from '../patterns/template.ts';
import type { Program } from '../system/types.ts';
import { matchesGlob } from '../text/globs.ts';
import { folderOf, isInFolder } from '../text/paths.ts';

/** The language that a file's templates are written in, by its name; null where there are none for it. */
export function languageOf(file: string): TemplateLanguage | null {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  if (/\.[cm]?ts$/.test(name)) return 'typescript';
  if (/\.[cm]?js$/.test(name)) return 'javascript';
  if (name.endsWith('.py')) return 'python';
  if (/^(?:docker-)?compose[^/]*\.ya?ml$/.test(name)) return 'dockercompose';
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/^dockerfile|\.dockerfile$|^containerfile/.test(name)) return 'dockerfile';
  if (/haproxy[^/]*\.(?:cfg|conf)/.test(name)) return 'haproxy';
  if (/nginx[^/]*\.conf/.test(name)) return 'nginx';
  return /(?:^|\/)(?:nginx|conf\.d|sites-(?:available|enabled))\/(?:.*\/)?[^/]+\.conf/.test(file) ? 'nginx' : null;
}

/**
 * The programs that code of a file would run in: those that hold it, or else those of its package, because a new file is
 * imported by none yet. None for tests, for the browser and for what runs once for each user.
 */
export function programsAround({ graph, system }: RuleContext, file: string): readonly Program[] {
  if (elsewhereStop(graph, file) !== null) return [];
  const serving = system.programs.filter(({ role }) => role !== 'other');
  // What deploys programs stands anywhere, and is for all of them.
  if (isDeployment(graph, file)) return serving;
  const holding = serving.filter(({ files }) => files.has(file));
  if (holding.length > 0) return holding;
  if (languageOf(file) === 'yaml') return [];
  const around = serving.filter(({ folder }) => isInFolder(file, folder));
  const nearest = Math.max(0, ...around.map(({ folder }) => folder.length));
  const [owner] = graph.packages
    .filter(({ folder }) => isInFolder(file, folder))
    .sort((a, b) => b.folder.length - a.folder.length);
  // A package of its own between the file and a program is none of that program's.
  return owner !== undefined && owner.folder.length > nearest
    ? []
    : around.filter(({ folder }) => folder.length === nearest);
}

/** Files that say what runs: of a kind that says nothing else, or where others of the cluster's manifests stand. */
function isDeployment(graph: ProgramGraph, file: string): boolean {
  const language = languageOf(file);
  if (language === 'yaml') return isAmongManifests(graph, file);
  return language !== null && !isCode(language);
}

function isCode(language: TemplateLanguage): boolean {
  return language === 'typescript' || language === 'javascript' || language === 'python';
}

const clusterKinds = new Set(['deployment', 'statefulset', 'daemonset', 'job', 'cronjob']);

/** Whether a YAML file is one of Kubernetes by its folder: most are of something else. */
function isAmongManifests({ facts }: ProgramGraph, file: string): boolean {
  const folder = folderOf(file);
  if (/(?:^|\/)(?:k8s|kubernetes|manifests|kustomize|helm|charts)(?:\/|$)/.test(folder)) return true;
  return [...facts.values()].some(
    ({ path, deployment }) =>
      folderOf(path) === folder && deployment?.units.some(({ kind }) => clusterKinds.has(kind)) === true,
  );
}

/** Packages that a file's programs have: what its manifests name, and what their files import. */
export function packagesAround(graph: ProgramGraph, file: string, programs: readonly Program[]): ReadonlySet<string> {
  const named = manifestsFor(graph, file, []).flatMap(({ manifest }) => manifest.dependencies.map(({ name }) => name));
  const imported = file.endsWith('.py')
    ? packagesBeside(graph, file, programs)
    : programs.flatMap(({ files }) => [...files].flatMap((each) => modulesIn(graph, each)));
  return new Set([...named, ...imported].map(plainName));
}

function modulesIn(graph: ProgramGraph, file: string): readonly string[] {
  const modules = graph.facts.get(file)?.code?.imports.map(({ module }) => module) ?? [];
  return modules
    .filter((module) => !/^(?:\.|node:)/.test(module))
    .map((module) =>
      module
        .split('/')
        .slice(0, module.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

/** Names of Python's packages are written with either dash, and in any case. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Whether a template is meant for a file of a program that has these packages. */
export function suits(
  template: SnippetTemplate,
  language: TemplateLanguage,
  file: string,
  packages: ReadonlySet<string>,
): boolean {
  if (!template.languages.includes(language)) return false;
  const { include, exclude } = offeredIn(template, language);
  if (include.length > 0 && !include.some((glob) => matchesGlob(glob, file))) return false;
  if (exclude.some((glob) => matchesGlob(glob, file))) return false;
  return template.frameworks.length === 0 || template.frameworks.some((name) => packages.has(plainName(name)));
}
