import { rule } from '../../src/rules/storage/fs-write-then-serve.ts';
import { checkRule, type RuleCase } from './check-rule.ts';
import { compose, flask, shop } from './file-shops.ts';

const copied = (route: string): string =>
  shop(
    `  ${route}
  app.use('/fonts', express.static('public/fonts'));`,
    "  import { copyFile } from 'node:fs/promises';",
  );

const silent: readonly RuleCase[] = [
  {
    name: 'a copy of what lies on the disk already, the same for whoever asks',
    files: copied(`async function copyFonts() { await copyFile('assets/open.woff2', 'public/fonts/open.woff2'); }
  app.post('/themes', async (request, response) => { await copyFonts(); response.sendStatus(204); });`),
    gate: 'role',
  },
  {
    name: 'another request reads it, and gives nobody the file',
    files: shop(`  app.post('/rates', async (request, response) => {
    await writeFile('data/rates.json', request.body);
    response.send('ok');
  });
  app.get('/price', async (request, response) => response.json(price(JSON.parse(await readFile('data/rates.json', 'utf8')))));`),
    gate: 'role',
  },
  {
    name: 'the request that writes it sends it itself',
    files: shop(`  app.get('/report', async (request, response) => {
    await writeFile('/tmp/report.csv', 'a;b');
    response.download('/tmp/report.csv');
  });`),
    gate: 'role',
  },
  {
    name: 'a picture is drawn where it is missing, by whoever is asked for it',
    files: shop(`  app.get('/thumbnail/:id', async (request, response) => {
    const file = path.join('thumbnails', request.params.id + '.png');
    if (!existsSync(file)) await writeFile(file, await draw(request.params.id));
    response.sendFile(file);
  });
  app.use(express.static('thumbnails'));`),
    gate: 'role',
  },
  {
    name: 'what is served lies in another folder',
    files: shop(`  app.post('/export', async (request, response) => {
    await writeFile('work/' + request.body.id + '.csv', 'a;b');
    response.send('ok');
  });
  app.use(express.static('public'));`),
    gate: 'role',
  },
  {
    name: 'written once, when the process starts',
    files: shop(`  writeFileSync('public/version.json', '{}');
  app.use(express.static('public'));`),
    gate: 'moment',
  },
  {
    name: 'a clock writes it on every instance',
    files: shop(`  setInterval(() => writeFileSync('public/prices.json', '[]'), 60000);
  app.use(express.static('public'));`),
    gate: 'moment',
  },
  {
    name: 'written outside production',
    files: shop(`  app.post('/mail', async (request, response) => {
    if (process.env.NODE_ENV !== 'production') await writeFile('public/mails/last.html', request.body.html);
    response.send('ok');
  });
  app.use('/mails', express.static('public/mails'));`),
    gate: 'guard',
  },
  {
    name: 'an upload is told of as one',
    files: shop(
      `  app.post('/picture', upload.single('picture'), async (request, response) => {
    await writeFile(path.join('pictures', request.file.originalname), request.file.buffer);
    response.send('ok');
  });
  app.use(express.static('pictures'));`,
      `  import multer from 'multer';\n  const upload = multer({ storage: multer.memoryStorage() });`,
    ),
    gate: 'role',
  },
  {
    name: 'the request takes it away again',
    files: shop(`  app.post('/convert', async (request, response) => {
    const file = path.join('public', request.body.id + '.html');
    try {
      await writeFile(file, request.body.html);
      response.send(await print(file));
    } finally {
      await unlink(file);
    }
  });
  app.use(express.static('public'));`),
    gate: 'lifetime',
  },
  {
    name: 'a volume that all hosts mount',
    files: `${shop(`  app.post('/export', async (request, response) => {
    await writeFile('/exports/all.csv', 'a;b');
    response.send('ok');
  });
  app.get('/export', (request, response) => response.download('/exports/all.csv'));`)}
      # file: k8s.yaml
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: { name: exports }
      spec:
        accessModes: [ReadWriteMany]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: shop }
      spec:
        replicas: 3
        template:
          spec:
            containers:
              - name: shop
                image: shop
                command: [node, src/app.ts]
                volumeMounts: [{ name: exports, mountPath: /exports }]
            volumes: [{ name: exports, persistentVolumeClaim: { claimName: exports } }]
    `,
    gate: 'shared',
  },
  {
    name: 'one instance, and a volume that outlives it',
    files: `${shop(`  app.post('/export', async (request, response) => {
    await writeFile('/exports/all.csv', 'a;b');
    response.send('ok');
  });
  app.get('/export', (request, response) => response.download('/exports/all.csv'));`)}${compose(
      '      volumes:\n        - exports:/exports\n  volumes:\n    exports: {}',
    ).replace('replicas: 3', 'replicas: 1')}`,
    gate: 'topology',
  },
  {
    name: 'a test writes it',
    files: `${shop(`  app.use(express.static('public'));`)}
      // file: test/app.test.ts
      import { writeFileSync } from 'node:fs';
      import express from 'express';
      express().post('/x', () => writeFileSync('public/x.txt', 'x'));`,
    gate: 'scope',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a copy under a name that a request brings',
    files: copied(`app.post('/themes', async (request, response) => {
    await copyFile('assets/open.woff2', path.join('public/fonts', request.body.name));
    //    ^^^^^^^^ fs-write-then-serve
    response.sendStatus(204);
  });`),
    silentWhen: [
      { name: 'nobody serves the folder', replace: [["app.use('/fonts', express.static('public/fonts'));", '']] },
    ],
  },
  {
    name: 'one request makes a report, another downloads it',
    files:
      shop(`  app.post('/report', async (request, response) => {
    await writeFile('/tmp/report.csv', 'a;b');
    //    ^^^^^^^^^ fs-write-then-serve
    response.send('ok');
  });
  app.get('/report', (request, response) => response.download('/tmp/report.csv'));`) + compose(''),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: [
          'What POST /report writes to `/tmp/report.csv` is missing where another instance answers GET /report.',
          'Each of 3 instances',
          'Put the file into object storage',
        ],
        related: ['src/app.ts:12', 'src/app.ts:8'],
      },
    ],
    silentWhen: [
      { name: 'nobody downloads it', replace: [[`response.download('/tmp/report.csv')`, `response.end()`]] },
    ],
  },
  {
    name: 'a server of static files gives the folder out',
    files: shop(`  app.post('/export', async (request, response) => {
    const name = request.body.id + '.csv';
    createWriteStream(path.join('public', 'exports', name)).end('a;b');
    ^^^^^^^^^^^^^^^^^ fs-write-then-serve
    response.json({ address: '/exports/' + name });
  });
  app.use(express.static('public'));`),
    expect: [{ severity: 'note', says: ['is missing where another instance answers its address.'] }],
    silentWhen: [
      { name: 'another folder is served', replace: [[`express.static('public')`, `express.static('assets')`]] },
    ],
  },
  {
    name: 'a callback writes, in a folder that a class of another file keeps',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Folders } from './folders.ts';
      import { store } from './store.ts';
      Folders.begin(process.argv);
      const app = express();
      app.put('/icon/:name', async (request, response) => { await store(Folders.icons + request.params.name, request.body); response.end(); });
      app.use('/icons', express.static(Folders.icons));
      app.listen(3000);
      // file: src/folders.ts
      export class Folders {
        static icons;
        static begin(words) { Folders.icons = words[2] + '/icons/'; }
      }
      // file: src/store.ts
      import { writeFile } from 'node:fs';
      export function store(file, data) {
        return new Promise((resolve) => { writeFile(file, data, resolve); });
        //                                ^^^^^^^^^ fs-write-then-serve
      }
    `,
    expect: [{ severity: 'note' }],
    silentWhen: [
      { name: 'nobody serves them', replace: [[`express.static(Folders.icons)`, `express.static('public')`]] },
    ],
  },
  {
    name: 'a server of files gives out the very folder',
    files: shop(`  app.post('/export', async (request, response) => {
    await writeFile('public/exports/' + request.body.id + '.csv', 'a;b');
    //    ^^^^^^^^^ fs-write-then-serve
    response.send('ok');
  });
  app.use('/exports', express.static(path.join('public', 'exports')));`),
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'it is written elsewhere', replace: [[`writeFile('public/exports/'`, `writeFile('work/'`]] }],
  },
  {
    name: 'a volume that one host alone is known to mount is a note',
    files:
      shop(`  app.post('/export', async (request, response) => {
    await writeFile('/exports/all.csv', 'a;b');
    //    ^^^^^^^^^ fs-write-then-serve
    response.send('ok');
  });
  app.get('/export', (request, response) => response.download('/exports/all.csv'));`) +
      compose('      volumes:\n        - exports:/exports\n  volumes:\n    exports: {}'),
    expect: [
      {
        severity: 'note',
        says: ['is found only by instances that mount the same volume', 'mount the same volume at /exports'],
      },
    ],
    silentWhen: [{ name: 'one instance is declared', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'FastAPI makes an export that another request fetches',
    files: `
      # file: requirements.txt
      fastapi
      # file: main.py
      from fastapi import FastAPI
      from fastapi.responses import FileResponse
      app = FastAPI()
      @app.post('/exports/{name}')
      def export(name: str):
          with open(f'exports/{name}.csv', 'w') as file:
          #    ^^^^ fs-write-then-serve
              file.write('a;b')
          return {'name': name}
      @app.get('/exports/{name}')
      def fetch(name: str):
          return FileResponse(f'exports/{name}.csv')
    `,
    expect: [{ says: ['is missing where another instance answers GET /exports/{name}.'] }],
    silentWhen: [{ name: 'nobody fetches it', replace: [[`FileResponse(f'exports/{name}.csv')`, `{'name': name}`]] }],
  },
  {
    name: 'Flask sends from the folder',
    files: flask(`
  @app.post('/letter/<name>')
  def letter(name):
      with open(os.path.join(app.config['LETTERS'], name), 'w') as file:
      #    ^^^^ fs-write-then-serve
          file.write('dear')
      return 'ok'

  @app.get('/letter/<name>')
  def read(name):
      return send_from_directory(app.config['LETTERS'], name)
`),
    silentWhen: [
      {
        name: 'another folder is sent from',
        replace: [["send_from_directory(app.config['LETTERS']", "send_from_directory(app.config['PAGES']"]],
      },
    ],
  },
  {
    name: 'of two ways the one that tells the name is shown',
    files: `
    # file: app.py
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles
    app = FastAPI()
    app.mount("/out", StaticFiles(directory="out"))
    class Journal:
        def __init__(self, name):
            self.place = f"out/{name}.json"
        def note(self, text):
            with open(self.place, "w") as out:
 #               ^^^^ fs-write-then-serve
                out.write(text)
    def run(name):
        journal = Journal(name)
        journal.note("done")
        return {}
    def run_and_tell(name):
        journal = Journal(name)
        journal.note("done")
        return address_of(journal.place)
    @app.post("/quiet/{name}")
    async def quiet(name: str): return run(name)
    @app.post("/told/{name}")
    async def told(name: str): return run_and_tell(name)`,
    expect: [{ says: ['What POST /told/{name} writes'] }],
    silentWhen: [{ name: 'nothing serves them', replace: [['directory="out"', 'directory="public"']] }],
  },
  {
    name: 'a plugin of Fastify serves the folder',
    files: `
      // file: src/app.ts
      import { writeFile } from 'node:fs/promises';
      import { join } from 'node:path';
      import files from '@fastify/static';
      import Fastify from 'fastify';
      const app = Fastify();
      const folder = join(__dirname, '../badges');
      app.register(files, { root: folder, prefix: '/badges/' });
      app.post('/badges/:name', async (request) => {
        await writeFile(join(folder, request.params.name + '.svg'), draw(request.body));
        //    ^^^^^^^^^ fs-write-then-serve
        return { address: '/badges/' + request.params.name + '.svg' };
      });
      app.listen({ port: 3000 });
      function draw(text) { return text; }
      ${compose('')}`,
    expect: [{ severity: 'error', says: ['Each of 3 instances'] }],
    silentWhen: [{ name: 'nothing is served', replace: [['app.register(files', 'console.log(files']] }],
  },
  {
    name: 'Flask makes a chart that another view sends',
    files: flask(`
  @app.post('/chart/<name>')
  def draw(name):
      with open(os.path.join('charts', name + '.svg'), 'w') as chart:
      #    ^^^^ fs-write-then-serve
          chart.write('<svg/>')
      return 'ok'

  @app.get('/chart/<name>')
  def chart(name):
      return send_file(os.path.join('charts', name + '.svg'))
`),
    expect: [{ severity: 'warning', says: ['With 2 instances each has a disk of its own.'] }],
    silentWhen: [
      {
        name: 'another folder is sent from',
        replace: [["send_file(os.path.join('charts'", "send_file(os.path.join('icons'"]],
      },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
