import { rule } from '../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A program of Next.js whose route handler takes something out of the request. */
const route = (body: string, more = ''): string => `
  // file: package.json
  { "name": "shop", "dependencies": { "next": "15" }, "scripts": { "start": "next start" } }
  // file: app/photos/route.ts
  import fs from 'node:fs';
  import path from 'node:path';
  ${more}
  export async function POST(request: Request) {
    const form = await request.formData();
    ${body}
    return Response.json({});
  }
  // file: app/photos/[name]/route.ts
  import { readFileSync } from 'node:fs';
  import path from 'node:path';
  export async function GET(request: Request, { params }: { params: { name: string } }) {
    return new Response(readFileSync(path.join('uploads', params.name)));
  }
`;

const mark = '\n    // ^^^^^^^^^^^^^ upload-local-disk';
const taken = "const photo = form.get('photo') as File;";
const written = "fs.writeFileSync(path.join('uploads', photo.name), Buffer.from(await photo.arrayBuffer()));";

const silent: readonly RuleCase[] = [
  {
    name: 'what another host answers, and not what the form brings',
    gate: 'none',
    files: route(
      "const photo = await fetch(form.get('address') as string);\n    fs.writeFileSync(path.join('uploads', 'photo.png'), Buffer.from(await photo.arrayBuffer()));",
    ),
  },
  {
    name: 'a file whose content is only counted',
    gate: 'none',
    files: route(`${taken}\n    const size = (await photo.arrayBuffer()).byteLength;\n    console.log(size);`),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a file of the form, written by the handler',
    files: route(`${taken}\n    ${written}${mark}`),
    silentWhen: [{ name: 'nothing is written', replace: [[written, '']] }],
  },
  {
    name: 'a request of Next.js, and a file that is told by where it was taken from',
    files: route(
      `const photo = form.get('photo');\n    ${written}${mark}`,
      "import type { NextRequest } from 'next/server';",
    ).replace('POST(request: Request)', 'POST(request: NextRequest)'),
    silentWhen: [{ name: 'nothing is written', replace: [[written, '']] }],
  },
  {
    name: 'a list of files, which another function goes through',
    files: route(
      "await keep(form.getAll('photos') as File[]);",
      `async function keep(photos: File[]) {
    await Promise.all(photos.map(async (photo) => {
    ${written}${mark}
    }));
  }`,
    ),
    silentWhen: [{ name: 'nothing is written', replace: [[written, '']] }],
  },
  {
    name: 'what a function without types is given',
    files: route(
      "await keep(form.get('photo'));",
      `const keep = async (photo) => {
    ${written}${mark}
  };`,
    ),
    silentWhen: [
      { name: 'it is no file', replace: [["form.get('photo')", "await fetch('https://photos.example.com')"]] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
