import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import ts from 'typescript';
import { parse } from 'yaml';

/**
 * What is wrong with a HorizontalPodAutoscaler: what the models' own validator says, and keys that its type does not
 * have, which that validator lets pass. Empty when all is well.
 */
export function autoscalerComplaints(text: string): readonly string[] {
  const value: unknown = parse(text);
  return [...invalidParts(value), ...unknownKeys(value)];
}

function invalidParts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['It is no object.'];
  try {
    const fields: ConstructorParameters<typeof HorizontalPodAutoscaler>[0] = { ...value };
    new HorizontalPodAutoscaler(fields).validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** The compiler refuses a literal with a key that its type lacks, at any depth. */
function unknownKeys(value: unknown): readonly string[] {
  const path = 'test/plan/literal.ts';
  const source = [
    "import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';",
    `export const autoscaler: IHorizontalPodAutoscaler = ${JSON.stringify(value)};`,
  ].join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile;
  host.getSourceFile = (name, target) =>
    name === path ? ts.createSourceFile(name, source, target) : readSource(name, target);
  host.fileExists = (name) => name === path || ts.sys.fileExists(name);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  return program
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
