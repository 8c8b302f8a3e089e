/**
 * Files that say what runs, and how: if none of them settles whether there is a service, imports do. No braces stand in braces,
 * which the editor's globs do not know.
 */
export const startFiles = [
  '**/{package.json,Procfile,pyproject.toml,Pipfile}',
  '**/requirements*.txt',
  '**/{uwsgi*.ini,supervisord*.conf,gunicorn*.py,*.service}',
  '**/{supervisor,supervisord.d,conf.d}/**/*.{conf,ini}',
  '**/{compose,docker-compose}*.yml',
  '**/{compose,docker-compose}*.yaml',
  '**/{deployment,deploy,k8s,kubernetes,manifests}/**/*.yml',
  '**/{deployment,deploy,k8s,kubernetes,manifests}/**/*.yaml',
  '**/*deploy*.yml',
  '**/*deploy*.yaml',
] as const;

export const sourceFiles = '**/*.{ts,mts,cts,js,mjs,cjs,py}';

/** Places where no service of the user's own lies. */
export const skipped = '**/{node_modules,venv,.venv,dist,build,out,coverage,.git,.next,.vscode-test}/**';

export const mostSourceFiles = 200;

/** Whether a start file alone says that a service lies here. `words` are packages that only a service uses. */
export function settlesService(path: string, text: string, words: ReadonlySet<string>): boolean {
  if (path.endsWith('package.json')) return dependsOnService(text, words);
  if (/(?:pyproject\.toml|Pipfile|requirements[^/]*\.txt)$/.test(path)) return namesService(text, words);
  if (/\.(?:ini|conf|service)$|gunicorn[^/]*\.py$/.test(path)) return startsService(text);
  if (path.endsWith('Procfile')) return /^(?:web|worker)\s*:/m.test(text);
  if (/(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(path)) return /^services\s*:/m.test(text);
  return /^kind:\s*(?:Deployment|StatefulSet|DaemonSet|Rollout|CronJob|HorizontalPodAutoscaler)\b/m.test(text);
}

/** Files for what keeps servers running: supervisor, uWSGI, gunicorn, and systemd where it starts a runtime that is read. */
function startsService(text: string): boolean {
  return (
    /^\[(?:program:[^\]]+|uwsgi)\]/m.test(text) ||
    /^(?:bind|workers|wsgi_app)\s*=/m.test(text) ||
    /^ExecStart=.*\b(?:node|npm|python[\d.]*|gunicorn|uvicorn|hypercorn|uwsgi|celery)\b/m.test(text)
  );
}

/** Whether a source file imports a package that only a service uses. Only import lines are looked at. */
export function importsService(text: string, words: ReadonlySet<string>): boolean {
  for (const [, name] of text.matchAll(/(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)['"]([^'"\n]+)['"]/g)) {
    if (name !== undefined && (words.has(name) || words.has(packageOf(name)))) return true;
  }
  // `from flask import Flask` and `import flask`; what has a name and then `from` is no Python.
  for (const [, from, whole] of text.matchAll(
    /^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([A-Za-z_]\w*)(?![\w$]*[ \t]*(?:,|=|from\b)))/gm,
  )) {
    const name = from ?? whole;
    if (name !== undefined && words.has(name)) return true;
  }
  return false;
}

/** Whether a manifest of Python names a package that only a service uses; its names are written with either dash. */
function namesService(text: string, words: ReadonlySet<string>): boolean {
  for (const [, name = ''] of text.matchAll(/^[ \t]*["']?([A-Za-z][\w.-]*)/gm)) {
    const plain = name.toLowerCase();
    if (words.has(plain) || words.has(plain.replaceAll('-', '_'))) return true;
  }
  return false;
}

function dependsOnService(text: string, words: ReadonlySet<string>): boolean {
  const manifest = parsed(text);
  const { dependencies } = manifest;
  return (
    typeof dependencies === 'object' &&
    dependencies !== null &&
    Object.keys(dependencies).some((name) => words.has(name))
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // A manifest that is being typed settles nothing; it is looked at again when it is saved.
    return {};
  }
}

/** `@scope/name/deep` → `@scope/name`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
