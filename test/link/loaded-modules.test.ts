import { describe, expect, it } from 'vitest';
import { linked, momentsNamed } from './linked.ts';

const application = `
  import express from 'express';
  import { readdir, readdirSync } from 'node:fs';
  import { join } from 'node:path';
  import { fileURLToPath, pathToFileURL } from 'node:url';
  import glob from 'fast-glob';
  const app = express();
`;

function moments(
  load: string,
  orders = 'export function place(request, response) { response.end(); }',
  path = 'src/routes/orders.ts',
) {
  const graph = linked({ 'src/main.ts': `${application}${load}`, [path]: orders });
  return momentsNamed(graph, path, 'place');
}

describe('files that are loaded by the names that a folder lists', () => {
  it.each([
    [
      'in a loop',
      "for (const name of readdirSync(join(__dirname, 'routes'))) { const route = require(join(__dirname, 'routes', name)); app.post('/o', route.place); }",
    ],
    [
      'through a name and a filter',
      "const folder = join(__dirname, 'routes'); const names = readdirSync(folder).filter((one) => one.endsWith('.ts')); for (const name of names) { const route = await import(join(folder, name)); app.post('/o', route.place); }",
    ],
    [
      'by each of a list',
      "readdirSync(join(__dirname, 'routes')).forEach((name) => { const route = require(`./routes/${name}`); app.post('/o', route.place); });",
    ],
    [
      'by a callback',
      "readdir(join(__dirname, 'routes'), (error, names) => { for (const name of names) { const route = require(join(__dirname, 'routes', name)); app.post('/o', route.place); } });",
    ],
    [
      'by an address',
      "for (const name of readdirSync(fileURLToPath(new URL('./routes', import.meta.url)))) { const route = await import(pathToFileURL(name).href); app.post('/o', (request, response) => route.place(request, response)); }",
    ],
    [
      'by a pattern',
      "for (const path of glob.sync(join(__dirname, 'routes/**/*.{js,ts}'))) { const { place } = await import(path); app.post('/o', place); }",
    ],
    [
      'with what lies deeper',
      "for (const name of readdirSync(__dirname, { recursive: true })) { const route = require(join(__dirname, name)); app.post('/o', route.place); }",
    ],
  ])('%s', (_, load) => {
    expect(moments(load)).toEqual(['request proved']);
  });

  it.each([
    [
      'of another folder',
      "for (const name of readdirSync(join(__dirname, 'views'))) { const route = require(join(__dirname, 'views', name)); app.post('/o', route.place); }",
    ],
    [
      'of a folder above them',
      "for (const name of readdirSync(__dirname)) { const route = require(join(__dirname, name)); app.post('/o', route.place); }",
    ],
    [
      'of a folder that only a run knows',
      "for (const name of readdirSync(process.env.ROUTES)) { const route = require(join(process.env.ROUTES, name)); app.post('/o', route.place); }",
    ],
    [
      'beside a list that is not gone through',
      "const names = readdirSync(join(__dirname, 'routes')); for (const name of process.argv) { const route = require(name); app.post('/o', route.place); }",
    ],
    [
      'behind the list',
      "readdirSync(join(__dirname, 'routes')); const route = require(process.argv[2]); app.post('/o', route.place);",
    ],
  ])('but none %s', (_, load) => {
    expect(moments(load)).toEqual([]);
  });

  const asking =
    "for (const name of readdirSync(join(__dirname, 'routes'))) { const route = require(join(__dirname, 'routes', name)); const options = route.options; if (!options.url || !options.method) { console.warn(name); continue; } app.post(options.url, route.place); }";
  const place = 'export function place(request, response) { response.end(); }';
  it.each([
    ['has what the loader asks for', "export const options = { url: '/o', method: 'post' };", ['request proved']],
    ['lacks what the loader asks for', "export const options = { method: 'post' };", []],
    [
      'may have it from elsewhere',
      "import { shared } from './shared'; export const options = { ...shared, method: 'post' };",
      ['request proved'],
    ],
  ])('and one that %s', (_, options, found) => {
    expect(moments(asking, `${options}\n${place}`)).toEqual(found);
  });

  it('whatever stands on a branch alone', () => {
    const load =
      "for (const name of readdirSync(join(__dirname, 'routes'))) { const route = require(join(__dirname, 'routes', name)); if (!route.schema) console.warn(name); else app.set(name, route.schema); app.post('/o', route.place); }";
    expect(moments(load)).toEqual(['request proved']);
  });

  it('but no tests and no declarations', () => {
    const load =
      "for (const name of readdirSync(join(__dirname, 'routes'))) { const route = require(join(__dirname, 'routes', name)); app.post('/o', route.place); }";
    expect(moments(load, place, 'src/routes/orders.test.ts')).toEqual([]);
  });
});
