import type { Span } from '../text/range.ts';
import type { EnvironmentFact } from './deployment.ts';

/** What a manifest beside the code says. One file has at most one of these kinds. */
export type ManifestFacts = PackageManifest | CompilerManifest | EnvironmentManifest | SchemaManifest;

/** A package: package.json today; pyproject and requirements speak the same words. */
export interface PackageManifest {
  readonly kind: 'package';
  readonly name: string | null;
  readonly ecosystem: 'npm' | 'python';
  readonly private: boolean;
  readonly module: 'esm' | 'commonjs';
  /** Entry files as they are written. */
  readonly main: string | null;
  readonly exports: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: readonly { readonly name: string; readonly command: string; readonly span: Span }[];
  readonly dependencies: readonly DependencyFact[];
  /** Globs of member packages, for the root of a monorepo. */
  readonly workspaces: readonly string[];
  /** What names that the package gives its own files lead to, with at most one star on each side: `#carts/*`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Version range of the runtime, such as `>=20`. */
  readonly engine: string | null;
  /** Whether it contributes to an editor (`engines.vscode`), which makes it no service. */
  readonly editorExtension: boolean;
}

export interface DependencyFact {
  readonly name: string;
  /** The version range as it is written. */
  readonly range: string;
  readonly group: 'runtime' | 'development' | 'peer' | 'optional';
  readonly span: Span;
}

/** tsconfig.json or jsconfig.json: how modules are found and where the output goes. */
export interface CompilerManifest {
  readonly kind: 'compiler';
  readonly extends: readonly string[];
  readonly baseUrl: string | null;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly rootDir: string | null;
  readonly outDir: string | null;
  /** Whether a name that a type only allows must stand in brackets, as in `process.env['NAME']`; absent when not said. */
  readonly bracketsForNames?: boolean;
}

/** A .env file: names, and what may be kept of their values (see facts/environment.ts). */
export interface EnvironmentManifest {
  readonly kind: 'environment';
  readonly names: readonly EnvironmentFact[];
}

/** A schema of Prisma: which engine its client speaks to, and where that is. */
export interface SchemaManifest {
  readonly kind: 'schema';
  /** The engine's word, such as `sqlite`; null for a part of a schema that names none. */
  readonly provider: { readonly name: string; readonly span: Span } | null;
  /** The address of a file as it is written, or the name of the environment that holds an address; null for all else. */
  readonly address: SchemaAddress | null;
  /** Where its client is generated, as seen from the schema's folder, and the package that it stands for; null for the package's own folder. */
  readonly client: { readonly folder: string; readonly module: string } | null;
}

export type SchemaAddress =
  | { readonly kind: 'file'; readonly text: string; readonly span: Span }
  | { readonly kind: 'environment'; readonly name: string; readonly span: Span };
