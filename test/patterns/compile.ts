import ts from 'typescript';

/** Prisma writes its client into the user's own folder; its constructor takes the options of the real runtime. */
const generatedPrismaClient = `import type { PrismaClientOptions } from '@prisma/client/runtime/client';
export declare class PrismaClient { constructor(options: PrismaClientOptions); }
`;

/**
 * Type-checks one file against the libraries installed here, as if it stood in a service of the user's. Gives the
 * compiler's messages; none when it compiles. `own` stands for the service's own tsconfig.json.
 */
export function compile(
  name: string,
  text: string,
  beside: Readonly<Record<string, string>> = {},
  own: ts.CompilerOptions = {},
): readonly string[] {
  return [...compileEach(name.endsWith('.js') ? 'js' : 'ts', { [name]: text }, beside, own).values()].flat();
}

/** The same for many files of one language, each by itself, which shares what they import. Gives the messages of each file. */
export function compileEach(
  ending: 'ts' | 'js',
  files: Readonly<Record<string, string>>,
  beside: Readonly<Record<string, string>> = {},
  own: ts.CompilerOptions = {},
): ReadonlyMap<string, readonly string[]> {
  const script = ending === 'js';
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    strict: !script,
    allowJs: script,
    checkJs: script,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    ...own,
  };
  const folder = `${process.cwd()}/test/patterns`;
  const virtual = new Map([
    ...Object.entries({ ...files, ...beside }).map(([file, source]) => [`${folder}/${file}`, source] as const),
    [`${folder}/generated/prisma/client.d.ts`, generatedPrismaClient],
  ]);
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    const source = virtual.get(file);
    return source === undefined ? readSource(file, ...rest) : ts.createSourceFile(file, source, rest[0]);
  };
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (file) => virtual.has(file) || fileExists(file);
  const directoryExists = host.directoryExists?.bind(host);
  host.directoryExists = (directory) =>
    [...virtual.keys()].some((file) => file.startsWith(`${directory}/`)) || (directoryExists?.(directory) ?? true);
  const names = Object.keys(files);
  const program = ts.createProgram(
    names.map((name) => `${folder}/${name}`),
    options,
    host,
  );
  const global = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  return new Map(
    names.map((name, at) => {
      const source = program.getSourceFile(`${folder}/${name}`);
      const own = ts.sortAndDeduplicateDiagnostics([
        ...(at === 0 ? global : []),
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ]);
      return [name, own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
    }),
  );
}
