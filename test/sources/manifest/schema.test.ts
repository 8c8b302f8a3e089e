import { describe, expect, it } from 'vitest';
import { schemaManifestOf } from '../../../src/sources/manifest/schema.ts';

function read(text: string): readonly unknown[] {
  const { provider, address } = schemaManifestOf(text);
  const place = address === null ? null : address.kind === 'file' ? address.text : `env ${address.name}`;
  return [provider?.name ?? null, place, provider === null ? null : text.slice(...provider.span)];
}

const source = (provider: string, url: string): string =>
  `generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider          = "${provider}"\n  url = ${url}\n  shadowDatabaseUrl = "file:./shadow.db"\n}\n`;

describe('a schema of Prisma', () => {
  it('names the engine and the file', () => {
    expect(read(source('sqlite', '"file:../shop.db"'))).toEqual(['sqlite', 'file:../shop.db', 'sqlite']);
  });

  it('names the name of the environment that holds the address', () => {
    expect(read(source('postgresql', 'env("DATABASE_URL")'))).toEqual(['postgresql', 'env DATABASE_URL', 'postgresql']);
  });

  it('keeps no address of a server, which may hold a password', () => {
    expect(JSON.stringify(schemaManifestOf(source('mysql', '"mysql://shop:hush@db/shop"')))).not.toContain('hush');
  });

  it('says where its client is generated', () => {
    const made = (output: string): unknown =>
      schemaManifestOf(
        `generator docs {\n  provider = "docs"\n  output = "./docs"\n}\ngenerator client {\n  provider = "prisma-client"\n${output}}\n`,
      ).client;
    expect(made('  output = "../src/generated/prisma"\n')).toEqual({
      folder: '../src/generated/prisma',
      module: '@prisma/client',
    });
    expect(made('')).toBeNull();
  });

  it('says nothing where it is only a part, or leaves its source out', () => {
    expect(read('model Order {\n  id Int @id\n}\n')).toEqual([null, null, null]);
    expect(read('// datasource db {\n//   provider = "sqlite"\n// }\n')).toEqual([null, null, null]);
  });
});
