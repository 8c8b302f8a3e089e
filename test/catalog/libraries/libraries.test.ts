import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { frameworks } from '../../../src/catalog/entries/index.ts';
import { libraries } from '../../../src/catalog/libraries/index.ts';
import type { CallPattern, Citation, Library } from '../../../src/catalog/types.ts';

const folder = new URL('../../../src/catalog/libraries/', import.meta.url);

/** Every call pattern of a library, with the place in the entry it stands at. */
function patternsOf(library: Library): readonly (readonly [place: string, pattern: CallPattern])[] {
  return [
    ...library.types.flatMap((type) => type.madeBy.map((pattern) => [`${type.type} made by`, pattern] as const)),
    ...library.uses.flatMap((use) => [
      [`use for ${use.role}`, use.call] as const,
      ...(use.shared?.memoryStores ?? []).map((pattern) => ['memory store', pattern] as const),
      ...(use.shared?.elsewhere ?? []).map((pattern) => ['shared elsewhere', pattern.call] as const),
    ]),
    ...library.effects.map((effect) => [`effect ${effect.effect}`, effect.call] as const),
  ];
}

function citationsOf(library: Library): readonly Citation[] {
  return [library.citation, ...library.uses.flatMap((use) => (use.pool === undefined ? [] : [use.pool.citation]))];
}

function repeats(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

const trackedTypes = libraries.flatMap((library) => library.types.map((type) => type.type));

describe('the catalogue of libraries', () => {
  it('lists every file once, in the order of their ids, and a file carries the name of its id', () => {
    const files = readdirSync(folder)
      .filter((name) => name !== 'index.ts' && name !== 'wording.ts')
      .map((name) => name.replace(/\.ts$/, ''));
    const ids = libraries.map((library) => library.id);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toEqual(files.sort());
  });

  it('gives each tracked type one home', () => {
    expect(repeats(trackedTypes)).toEqual([]);
  });
});

describe.each(libraries.map((library) => [library.id, library] as const))('%s', (_id, library) => {
  it('refers only to tracked types that exist', () => {
    const known = [...trackedTypes, ...frameworks.flatMap(({ types }) => types.map(({ type }) => type))];
    for (const [place, pattern] of patternsOf(library)) {
      if (pattern.kind === 'method') expect(known, place).toContain(pattern.on);
    }
  });

  it('names methods and modules in every pattern', () => {
    for (const [place, pattern] of patternsOf(library)) {
      if (pattern.kind === 'method' || pattern.kind === 'given') {
        expect(pattern.methods.length, place).toBeGreaterThan(0);
      }
      if (pattern.kind === 'export' || pattern.kind === 'given') {
        expect(pattern.modules.length, place).toBeGreaterThan(0);
        expect(pattern.name, place).toMatch(/^[\w$]+(?:\.[\w$]+)*$/);
      }
    }
  });

  it('cites a page over https', () => {
    for (const citation of citationsOf(library)) {
      expect(citation.url).toMatch(/^https:\/\/[^\s]+$/);
      expect(citation.title).not.toBe('');
      expect(citation.quote ?? 'none').not.toBe('');
    }
  });

  it('says nothing twice', () => {
    const uses = library.uses.map((use) => JSON.stringify([use.call, use.role, use.versions ?? null]));
    const effects = library.effects.flatMap(({ call, effect, subject }) =>
      call.kind === 'method'
        ? call.methods.map((name) => JSON.stringify([call.on, name, effect]))
        : [JSON.stringify([call, effect, subject ?? null])],
    );
    expect(repeats(uses)).toEqual([]);
    expect(repeats(effects)).toEqual([]);
  });

  it('says for state-keeping uses whether they are shared, and sizes every pool', () => {
    for (const use of library.uses) {
      if (['session', 'rate-limiter', 'schedule', 'cache', 'lock', 'store'].includes(use.role)) {
        expect(use.shared, `${use.role} without shared`).toBeDefined();
      }
      if (use.shared?.kind === 'option') expect(use.shared.options.length).toBeGreaterThan(0);
      if (use.pool !== undefined) {
        expect(use.pool.defaultMaximum).toBeGreaterThan(0);
        expect(use.connects, 'a pool leads somewhere').toBeDefined();
      }
    }
  });
});
