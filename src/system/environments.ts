import type { Configuration } from '../config/configuration.ts';
import { matchesGlob } from '../text/globs.ts';

/** The environment that a manifest is for. */
export interface Environment {
  /** `production`, `staging`; null where nothing names it. */
  readonly name: string | null;
  /** Whether it is for a developer's own machine or for tests, so that its numbers say nothing about what users meet. */
  readonly development: boolean;
}

const developmentNames =
  'dev|devel|development|local|override|debug|tests?|testing|e2e|(?:e2e|integration|unit|load|smoke|acceptance)[-_]tests?|benchmarks?|ci|devcontainer|sandbox|example|samples?';
const otherNames = 'prod|production|live|staging|stage|preprod|preview|qa|uat|demo|base';

/** The word stands in the file's name between dots or dashes (`docker-compose.dev.yml`, `values-dev.yaml`), or is a folder. */
const developmentFile = named(developmentNames);
const otherFile = named(otherNames);

/** Configured patterns decide first; after them the name of the file and of its folders. */
export function environmentOf(file: string, configuration: Configuration): Environment {
  for (const [name, patterns] of Object.entries(configuration.environments)) {
    if (patterns.some((pattern) => matchesGlob(pattern, file))) return { name, development: isDevelopment(name) };
  }
  const other = otherFile.exec(file);
  const development = developmentFile.exec(file);
  const name = (development ?? other)?.slice(1).find((part) => part !== undefined) ?? null;
  return { name: name?.toLowerCase() ?? null, development: development !== null };
}

const developmentImage = new RegExp(`[._-](?:${developmentNames})$|(?:^|/)(?:${developmentNames})[._-][^/]*$`, 'i');

/** Whether a Dockerfile is for a developer's own machine or for tests by its name: `Dockerfile.dev`. */
export function isDevelopmentImage(path: string): boolean {
  return developmentImage.test(path);
}

function isDevelopment(name: string): boolean {
  return new RegExp(`^(?:${developmentNames})$`, 'i').test(name);
}

function named(words: string): RegExp {
  return new RegExp(
    `(?:^|/)\\.?(${words})/|(?:^|[/._-])(${words})(?:[._-][\\w-]+)*\\.(?:ya?ml|json|conf|ini|service|params?)$|(?:^|/)Procfile\\.(${words})$`,
    'i',
  );
}
