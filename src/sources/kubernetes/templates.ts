import { at, itemsOf, textOf, type YamlEntry, type YamlScalar, type YamlValue } from '../yaml/tree.ts';

/** An object of a template of OpenShift, as it is written and with what its parameters say by themselves. */
export interface TemplateObject {
  readonly written: YamlValue;
  readonly filled: YamlValue;
}

/**
 * The objects of a template of OpenShift. A parameter that has a value of its own is filled in; one that whoever applies
 * the template must give is left out of names: `orders-${INSTANCE}` is `orders` there.
 * Source: OpenShift documentation, "Using templates".
 */
export function objectsOfTemplate(document: YamlValue): readonly TemplateObject[] {
  if (textOf(at(document, 'kind')) !== 'Template') return [];
  const parameters = new Map(
    itemsOf(at(document, 'parameters')).flatMap((parameter) => {
      const name = textOf(at(parameter, 'name'));
      const value = at(parameter, 'value');
      return name === null || value?.kind !== 'scalar' ? [] : [[name, value] as const];
    }),
  );
  return itemsOf(at(document, 'objects')).map((written) => ({ written, filled: filledIn(written, parameters) }));
}

/** The parameter that a value is, and nothing besides: `REPLICAS` of `${{REPLICAS}}`; null for all other values. */
export function parameterIn(value: YamlValue | null): string | null {
  return /^\$\{\{?(\w+)\}?\}$/.exec(textOf(value)?.trim() ?? '')?.[1] ?? null;
}

type Parameters = ReadonlyMap<string, YamlScalar>;

function filledIn(value: YamlValue, parameters: Parameters): YamlValue {
  switch (value.kind) {
    case 'map':
      return { ...value, entries: value.entries.map((entry) => filledEntry(entry, parameters)) };
    case 'list':
      return { ...value, items: value.items.map((item) => (item === null ? null : filledIn(item, parameters))) };
    case 'scalar':
      return filledScalar(value, parameters);
  }
}

function filledEntry(entry: YamlEntry, parameters: Parameters): YamlEntry {
  return entry.value === null ? entry : { ...entry, value: filledIn(entry.value, parameters) };
}

/** A value that is a parameter alone stands where the parameter's own value does. */
function filledScalar(scalar: YamlScalar, parameters: Parameters): YamlScalar {
  const { text } = scalar;
  if (!text.includes('${')) return scalar;
  const alone = parameterIn(scalar);
  if (alone !== null) return parameters.get(alone) ?? { ...scalar, value: null, text: '' };
  const filled = text.replaceAll(/\$\{\{?(\w+)\}?\}/g, (mark, name: string) => parameters.get(name)?.text ?? mark);
  const whole = isName(filled) ? withoutMarks(filled) : filled;
  return { ...scalar, value: whole, text: whole };
}

/** An address or an image keeps the marks of what nobody gave, because without a part of it it is another one. */
function isName(text: string): boolean {
  return /^[\w.${}-]*$/.test(text);
}

function withoutMarks(text: string): string {
  return text.replaceAll(/[-._]?\$\{\{?\w+\}?\}/g, '').replace(/^[-._]+/, '');
}
