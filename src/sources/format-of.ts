import type { Language } from '../facts/file-facts.ts';
import { baseNameOf, folderOf } from '../text/paths.ts';
import { isApisixPath } from './apisix/path.ts';
import { isCaddyPath } from './caddy/path.ts';
import { isHaproxyPath } from './haproxy/path.ts';
import { isNginxPath } from './nginx/path.ts';
import { platformFileOf } from './platform/files.ts';
import { unreadFileAt } from './unread-files.ts';

/** The readers there are, and `unread` for files that are noted without being read, so that what is not seen can be said. */
export type Format = Language | 'unread';

/** Whether a file of the format is source code, which is outlined first and parsed where that is worth it. */
export function isCode(format: Format | null): boolean {
  return format === 'script' || format === 'python';
}

/** Which reader a file is for, by its path alone; null for a file that says nothing to any. It loads no parser. */
export function formatOf(path: string): Format | null {
  if (unreadFileAt(path) !== null) return 'unread';
  if (platformFileOf(path) !== null) return 'platform';
  // The same folders hold files of nginx and of supervisor; the name decides first, then what stands in it.
  if (/supervisor/i.test(path) && /\.(?:conf|ini)(?:\.(?!bak|old|orig)\w+)?$/.test(path)) return 'ini';
  if (isHaproxyPath(path)) return 'haproxy';
  if (isCaddyPath(path)) return 'caddy';
  if (isApisixPath(path)) return 'apisix';
  if (isNginxPath(path)) return 'nginx';
  const name = baseNameOf(path).toLowerCase();
  if (/^(?:docker-)?entrypoint$/.test(name)) return 'shell';
  // `bin/www` and its like: what a shell starts has no ending. The reader passes over those that Node does not run.
  if (!name.includes('.') && baseNameOf(folderOf(path)) === 'bin') return 'script';
  if (name.endsWith('.txt') && baseNameOf(folderOf(path)) === 'requirements') return 'manifest';
  return formats.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** The first pattern that a file's name, in lower case, matches decides; null says that no reader wants it. */
const formats: readonly (readonly [RegExp, Format | null])[] = [
  // Declarations hold no behaviour; minified and lock files are written by tools for tools.
  [/\.d\.[cm]?ts$|\.d\.\w+\.ts$/, null],
  [/\.min\.[cm]?js$/, null],
  [/^pnpm-lock\.yaml$|^yarn\.lock$|^package-lock\.json$/, null],
  [/\.[cm]?[jt]s$|\.[jt]sx$/, 'script'],
  [/\.py$/, 'python'],
  [/^package\.json$|^[jt]sconfig(?:\.[\w.-]+)?\.json$|^pnpm-workspace\.yaml$/, 'manifest'],
  [/^pyproject\.toml$|^pipfile$|^requirements(?:[._-][\w.-]*)?\.txt$/, 'manifest'],
  [/^\.env(?:\.[\w.-]+)?$|^[\w.-]+\.env$|\.prisma$/, 'manifest'],
  [/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$|^[\w.-]+\.compose\.ya?ml$/, 'compose'],
  [
    /^(?:docker|container)file(?:[-_]?[a-z]\w*(?:-\w+)*|\.(?!md$|conf$|[cm]?[jt]sx?$|py$)[\w.-]+)?$|\.dockerfile$/,
    'dockerfile',
  ],
  [/^chart\.ya?ml$|^values(?:[._-][\w.-]+)?\.ya?ml$/, 'helm'],
  [/^procfile(?:\.(?!(?:md|txt|html)$)[\w-]+)?$/, 'procfile'],
  // What starts an image has no ending by the custom of many.
  [/\.(?:ba)?sh$|^start(?:[-_][\w-]+)?$/, 'shell'],
  [/^(?:tox|pytest|mypy|setup|alembic|php|babel|pylintrc|desktop|\.[\w-]*)\.ini$/, null],
  // A template of nginx's image, `default.conf.template`, is read for what stands in it, as any configuration is.
  [/\.(?:ini|service|conf|conf\.(?:template|tmpl|tpl|j2))$/, 'ini'],
  [/\.ya?ml$/, 'kubernetes'],
];
