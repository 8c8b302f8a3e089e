import type { DeclaredText, UnitFact } from '../facts/deployment.ts';
import { folderOf, joinPaths } from '../text/paths.ts';
import { environmentIn } from './declared-values.ts';
import { platformUnit } from './process-unit.ts';
import { at, declaredNumber, declaredText, entriesOf, textOf, type YamlValue } from './yaml/tree.ts';

/**
 * The functions of a serverless.yml that run on AWS Lambda. Source: Serverless Framework documentation, "AWS Lambda
 * Functions".
 */
export function serverlessUnits(root: YamlValue, path: string): readonly UnitFact[] {
  const provider = at(root, 'provider');
  const name = textOf(at(provider, 'name')) ?? textOf(provider);
  if (name !== 'aws') return [];
  const runtime = textOf(at(provider, 'runtime'));
  return entriesOf(at(root, 'functions')).flatMap(({ key, keySpan, value }) => {
    const file = handlerFile(path, null, declaredText(at(value, 'handler')), textOf(at(value, 'runtime')) ?? runtime);
    return file === null
      ? []
      : [
          lambdaUnit({ value: key, span: keySpan }, file, at(value, 'reservedConcurrency'), [
            at(provider, 'environment'),
            at(value, 'environment'),
          ]),
        ];
  });
}

/** The functions of a template of AWS SAM. Source: AWS SAM developer guide, "AWS::Serverless::Function". */
export function samUnits(root: YamlValue, path: string): readonly UnitFact[] {
  const globals = at(root, 'Globals', 'Function');
  return entriesOf(at(root, 'Resources')).flatMap(({ key, keySpan, value }) => {
    if (textOf(at(value, 'Type')) !== 'AWS::Serverless::Function') return [];
    const properties = at(value, 'Properties');
    const said = (name: string) => at(properties, name) ?? at(globals, name);
    const file = handlerFile(path, textOf(said('CodeUri')), declaredText(said('Handler')), textOf(said('Runtime')));
    if (file === null) return [];
    const environment = [at(globals, 'Environment', 'Variables'), at(properties, 'Environment', 'Variables')];
    return [lambdaUnit({ value: key, span: keySpan }, file, said('ReservedConcurrentExecutions'), environment)];
  });
}

/** No more of a function run at once than are reserved for it. */
function lambdaUnit(
  name: DeclaredText,
  file: NonNullable<ReturnType<typeof handlerFile>>,
  reserved: YamlValue | null,
  environment: readonly (YamlValue | null)[],
): UnitFact {
  const maximum = declaredNumber(reserved);
  return platformUnit({
    name,
    kind: 'lambda-function',
    command: { words: file.words, span: file.span },
    buildContext: { value: file.folder, span: file.span },
    handler: { value: file.name, span: file.span },
    environment: environment.flatMap(environmentIn),
    range: maximum === null || maximum.value === 0 ? null : { minimum: null, maximum },
  });
}

/** `src/orders.list` is the export `list` of `src/orders.js`, or the function of that name in `src/orders.py`. */
function handlerFile(path: string, folder: string | null, handler: DeclaredText | null, runtime: string | null) {
  const [, module, name] = /^([\w./-]+)\.(\w+)$/.exec(handler?.value ?? '') ?? [];
  const around = joinPaths(folderOf(path), folder ?? '.');
  if (handler === null || module === undefined || name === undefined || around === null) return null;
  const words = runtime?.startsWith('python') === true ? ['python3', `${module}.py`] : ['node', `${module}.js`];
  return { words, folder: around, name, span: handler.span };
}
