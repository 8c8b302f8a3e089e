import { ts } from 'ts-morph';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { addImport, addProperties, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { nearestPackage } from '../packages.ts';
import { moduleStyleOf } from './module-style.ts';
import { RefusedError } from './refused.ts';
import { linesAfter, statementAround } from './statements.ts';

/** Tells an application of Express, Nest or Fastify how many proxies stand in front. */
export function trustInScript(
  graph: ProgramGraph,
  kind: 'express' | 'nest' | 'fastify',
  { file: path, span }: Site,
  text: string,
  hops: number,
): readonly TextEdit[] {
  const { source, problems } = parseScript(path, text, 'parents');
  const call = problems.length > 0 ? undefined : nodeAt(source, span, ts.isCallExpression);
  if (call === undefined) throw new Error(`${path} has changed since it was checked; check it again.`);
  if (kind === 'fastify') return optionEdits(source, call, hops);
  const typed = kind === 'nest' ? typedAsExpress(graph, source, call) : [];
  const name = keptUnder(source, call);
  const statement = statementAround(call);
  const { script } = moduleStyleOf(graph, path, text);
  const remark =
    hops === 1
      ? '// One proxy stands in front and says who asks.'
      : `// ${hops} proxies stand in front and say who asks.`;
  const told = `${remark}\n${name}.set('trust proxy', ${hops});`;
  const added = statement === null ? null : linesAfter(source, statement, told, script);
  if (added === null) throw new RefusedError(source, call, 'The application shares its line with other statements.');
  return [...typed, added];
}

function optionEdits(source: ts.SourceFile, call: ts.CallExpression, hops: number): readonly TextEdit[] {
  const [options] = call.arguments;
  if (options === undefined) return [{ span: [call.end - 1, call.end - 1], text: `{ trustProxy: ${hops} }` }];
  const edits = addProperties(source.fileName, source.text, [options.getStart(source), options.end], {
    trustProxy: String(hops),
  });
  if (edits === null) throw new RefusedError(source, options, 'The options do not stand in the call itself.');
  return edits;
}

/** The name or member that keeps the application. */
function keptUnder(source: ts.SourceFile, call: ts.CallExpression): string {
  let at: ts.Node = call;
  while (ts.isAwaitExpression(at.parent) || ts.isAsExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) {
    at = at.parent;
  }
  const { parent } = at;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === at) {
    const { left } = parent;
    if (ts.isIdentifier(left) || ts.isPropertyAccessExpression(left)) return left.getText(source);
  }
  throw new RefusedError(source, call, 'The application is not kept under a name here.');
}

/** Nest types an application as one of Express only where it is told, and settings are Express's own. */
function typedAsExpress(graph: ProgramGraph, source: ts.SourceFile, call: ts.CallExpression): readonly TextEdit[] {
  const { fileName: path, text } = source;
  const given = call.arguments.slice(1).map((each) => each.getText(source));
  if (given.some((each) => /\bFastifyAdapter\b/.test(each))) {
    throw new RefusedError(source, call, 'Fastify is told by an option of its adapter.');
  }
  if (!/\.[cm]?tsx?$/.test(path)) return [];
  const [type] = call.typeArguments ?? [];
  if (type !== undefined) {
    if (type.getText(source) === 'NestExpressApplication') return [];
    throw new RefusedError(source, type, 'The application is typed as something else than one of Express.');
  }
  const platform = '@nestjs/platform-express';
  const names = nearestPackage(graph, path)?.manifest.dependencies.map(({ name }) => name) ?? [];
  const declared = call.parent.parent;
  if (!names.includes(platform) || (ts.isVariableDeclaration(declared) && declared.type !== undefined)) {
    throw new RefusedError(source, call, 'Only an application that is typed as one of Express can be told.');
  }
  const imported = addImport(path, text, {
    module: platform,
    names: [{ imported: 'NestExpressApplication', local: 'NestExpressApplication' }],
    form: 'esm',
  });
  if (imported === null) throw new Error(`${path} does not parse; mend it first.`);
  const { end } = call.expression;
  return [...imported.edits, { span: [end, end], text: `<${imported.locals['NestExpressApplication']}>` }];
}
