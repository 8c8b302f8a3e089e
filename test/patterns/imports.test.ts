import { describe, expect, it } from 'vitest';
import { splitImports, withoutClient } from '../../src/patterns/imports.ts';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { codeOf, type SnippetTemplate, type TemplateLanguage } from '../../src/patterns/template.ts';

const [any] = snippetTemplates;
if (any === undefined) throw new Error('There are no snippets.');
const bare: SnippetTemplate = { ...any, slots: [{ name: 'redis', initial: './shared-redis.js' }] };

/** What a text imports, each as `module: imported as local`. */
function said(text: string, language: TemplateLanguage, values: Readonly<Record<string, string>> = {}) {
  const { imports, rest } = splitImports({ ...bare, text }, language, values);
  const names = imports.flatMap(({ module, names }) =>
    names.map(({ imported, local, isType }) => `${module}: ${isType ? 'type ' : ''}${imported} as ${local}`),
  );
  return { names, rest: rest.text };
}

describe('imports of templates', () => {
  it('are read in the forms of TypeScript', () => {
    const text = `import express, { type Request, Router as Routes } from 'express';
import * as net from 'node:net';
import type { Pool } from 'pg';
import { connect } from '«redis»';

use(express, Request, Routes, net, Pool, connect);
`;
    expect(said(text, 'typescript', { redis: '../redis.js' })).toEqual({
      names: [
        'express: default as express',
        'express: type Request as Request',
        'express: Router as Routes',
        'node:net: * as net',
        'pg: type Pool as Pool',
        '../redis.js: connect as connect',
      ],
      rest: 'use(express, Request, Routes, net, Pool, connect);\n',
    });
  });

  it('leave out what JavaScript does not write', () => {
    const text = `import { Store‹, type Options› } from 'limits';\n\nnew Store(‹Options›);\n`;
    expect(said(text, 'javascript').names).toEqual(['limits: Store as Store']);
    expect(said(text, 'typescript').names).toEqual(['limits: Store as Store', 'limits: type Options as Options']);
  });

  it('are read in the forms of Python, and those behind other code stay where they are', () => {
    const text = `import os
import numpy as np

from redis import Redis
from rq import (
    Queue,
    Retry as Again,
)

redis = Redis(os, np, Queue, Again)
import late
`;
    expect(said(text, 'python')).toEqual({
      names: ['os: * as os', 'numpy: * as np', 'redis: Redis as Redis', 'rq: Queue as Queue', 'rq: Retry as Again'],
      rest: 'redis = Redis(os, np, Queue, Again)\nimport late\n',
    });
  });

  it('are none in languages without any', () => {
    expect(said('kind: Deployment\n', 'yaml')).toEqual({ names: [], rest: 'kind: Deployment\n' });
  });

  const rows = snippetTemplates.flatMap((template) => template.languages.map((language) => ({ template, language })));

  it.each(rows)('$template.id ($language) has all of them at its head, each with a name', ({ template, language }) => {
    const { imports, rest } = splitImports(template, language);
    expect(codeOf(rest, language)).not.toMatch(/^(?:import|from) /m);
    expect(imports.every(({ module }) => module !== '')).toBe(true);
    const statements = codeOf(template, language).match(/^(?:import|from) /gm) ?? [];
    expect(imports).toHaveLength(language === 'yaml' ? 0 : statements.length);
  });

  const clients = rows.filter(({ template }) => template.client !== undefined);

  it.each(clients)('$template.id ($language) can do with a client of the program', ({ template, language }) => {
    const { imports, rest } = splitImports(withoutClient(template), language);
    const { package: name = '', local = '', text = '' } = template.client ?? {};
    expect(template.text).toContain(`${text}\n`);
    expect(rest.text).not.toContain(text);
    expect(rest.text.split(/\W+/)).toContain(local);
    expect(imports.map(({ module }) => module)).not.toContain(name);
  });
});
