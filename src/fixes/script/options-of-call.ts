import type { Property, Value } from '../../facts/values.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { addProperties } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';

type Options = Readonly<Record<string, string>>;

/**
 * Gives a library's call options, as source text: `wanted` in place of what is given under the same name, and `further` only
 * where the call says nothing of it. Null where the text is not what its facts say.
 */
export function optionEdits(
  use: LibraryUse,
  text: string,
  wanted: Options,
  further: Options,
): readonly TextEdit[] | null {
  const options = optionsOf(use);
  if (options?.kind === 'object') {
    const given = new Map(options.properties.map((property) => [property.key, property]));
    const missing = Object.entries({ ...wanted, ...further }).filter(([key]) => !given.has(key));
    const added = addProperties(use.file, text, options.span, Object.fromEntries(missing));
    if (added === null) return null;
    const replaced = Object.entries(wanted).flatMap(([key, made]): readonly TextEdit[] => {
      const property = given.get(key);
      return property === undefined
        ? []
        : [{ span: property.value.span, text: isShort(property) ? `${key}: ${made}` : made }];
    });
    return [...added, ...replaced];
  }
  const written = Object.entries({ ...wanted, ...further }).map(([key, made]) => `${key}: ${made}`);
  const object = written.join(', ');
  if (options !== undefined) {
    return [{ span: options.span, text: `{ ...${text.slice(...options.span)}, ${object} }` }];
  }
  const [last] = use.fact.arguments.slice(-1);
  if (last !== undefined) return [{ span: [last.span[1], last.span[1]], text: `, { ${object} }` }];
  const inside = use.fact.span[1] - 1;
  return [{ span: [inside, inside], text: `{ ${object} }` }];
}

/** `{ store }` for `{ store: store }`. */
function isShort({ span, value }: Property): boolean {
  return span[0] === value.span[0];
}

/** What the call is given as its options; undefined where it is given none. */
function optionsOf({ pattern, fact }: LibraryUse): Value | undefined {
  const { options, optionsMayLead } = pattern;
  const position = options?.kind === 'position' ? options.position : 0;
  const given = fact.arguments[position];
  const [first] = fact.arguments;
  if (given !== undefined || optionsMayLead !== true || fact.arguments.length !== 1) return given;
  return first?.kind === 'object' ? first : undefined;
}
