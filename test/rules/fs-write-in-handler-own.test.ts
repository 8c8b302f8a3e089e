import { rule } from '../../src/rules/storage/fs-write-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';
import { flask, shop } from './file-shops.ts';

const silent: readonly RuleCase[] = [
  {
    name: 'nobody reads it back',
    files: shop(`  app.post('/note', async (request, response) => {
    await writeFile('notes/last.txt', request.body);
    response.send('ok');
  });`),
    gate: 'role',
  },
  {
    name: 'a program beside it takes the file, and what is read is the one whose name it answers',
    files: shop(`  app.post('/voice', async (request, response) => {
    const name = request.body.id + '.ogg';
    await writeFile(path.join('inbox', name), request.body.sound);
    const answer = await fetch('http://localhost:8888/parse', { method: 'POST', body: JSON.stringify({ name }) });
    response.send(await answer.json());
  });
  async function toWave(name) {
    const answer = await fetch('http://localhost:8888/wave', { method: 'POST', body: JSON.stringify({ name }) });
    return await answer.json();
  }
  app.post('/wave', async (request, response) => {
    await writeFile(path.join('inbox', request.body.name), request.body.sound);
    const made = await toWave(request.body.name);
    response.send(await readFile(path.join('inbox', made.fileName)));
  });`),
    gate: 'role',
  },
  {
    name: 'a folder is gone through by number and cleared, and nobody is told what lay there',
    files: shop(
      `  app.post('/note', async (request, response) => {
    await writeFile(path.join('notes', request.body.id + '.txt'), request.body.text);
    response.send('ok');
  });
  app.post('/clear', async (request, response) => {
    const files = await readdir('notes');
    for (let i = 0; i !== files.length; ++i) {
      await unlink(path.join('notes', files[i]));
    }
    response.send('ok');
  });`,
      `  import { readdir } from 'node:fs/promises';`,
    ),
    gate: 'role',
  },
  {
    name: 'the same request downloads what it wrote',
    files: shop(`  app.get('/report', async (request, response) => {
    await writeFile('/tmp/report.csv', 'a;b');
    response.download('/tmp/report.csv');
  });`),
    gate: 'role',
  },
  {
    name: 'written and removed within the request, through a finally',
    files: shop(`  app.post('/convert', async (request, response) => {
    const file = path.join('work', request.body.id + '.html');
    try {
      await writeFile(file, request.body.html);
      response.send(await print(file));
    } finally {
      await unlink(file);
    }
  });
  app.get('/work/:id', async (request, response) => response.send(await readFile(path.join('work', request.params.id + '.html'))));`),
    gate: 'lifetime',
  },
  {
    name: 'a cache that is made where it is missing',
    files: shop(`  app.get('/thumbnail/:id', async (request, response) => {
    const file = path.join('thumbnails', request.params.id + '.png');
    if (!existsSync(file)) await writeFile(file, await draw(request.params.id));
    response.sendFile(file);
  });
  app.use(express.static('thumbnails'));`),
    gate: 'role',
  },
  {
    name: 'a log',
    files: shop(`  app.post('/order', async (request, response) => {
    await appendFile('orders.log', request.body.id);
    response.send('ok');
  });
  app.get('/log', async (request, response) => response.send(await readFile('orders.log')));`),
    gate: 'role',
  },
  {
    name: 'written while the process starts',
    files: shop(
      `  app.get('/prices', (request, response) => response.sendFile('prices.json'));`,
      `  writeFileSync('prices.json', '[]');`,
    ),
    gate: 'moment',
  },
  {
    name: 'written outside production',
    files: shop(`  app.post('/mail', async (request, response) => {
    if (process.env.NODE_ENV !== 'production') await writeFile('mails/last.html', request.body.html);
    response.send('ok');
  });
  app.get('/mail', async (request, response) => response.send(await readFile('mails/last.html')));`),
    gate: 'guard',
  },
  {
    name: 'what an upload brought',
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
    name: 'the request moves it into object storage',
    files: shop(
      `  app.post('/export', async (request, response) => {
    await writeFile('exports/all.csv', 'a;b');
    await client.send(new PutObjectCommand({ Bucket: 'exports', Key: 'all.csv', Body: createReadStream('exports/all.csv') }));
    response.send('ok');
  });
  app.get('/export', (request, response) => response.download('exports/all.csv'));`,
      `  import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';\n  const client = new S3Client({});`,
    ),
    gate: 'shared',
  },
  {
    name: 'a volume that all hosts mount',
    files:
      shop(`  app.post('/export', async (request, response) => {
    await writeFile('/exports/all.csv', 'a;b');
    response.send('ok');
  });
  app.get('/export', (request, response) => response.download('/exports/all.csv'));`) +
      `
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
    name: 'a schedule writes it on every instance',
    files: shop(
      `  cron.schedule('0 * * * *', () => writeFileSync('prices.json', '[]'));
  app.get('/prices', (request, response) => response.sendFile('prices.json'));`,
      `  import cron from 'node-cron';`,
    ),
    gate: 'moment',
  },
  {
    name: 'another file of the same folder is read',
    files: shop(`  app.post('/invoice', async (request, response) => {
    await writeFile(path.join('files', request.body.id + '.xml'), request.body.xml);
    response.send('ok');
  });
  app.get('/terms', (request, response) => response.sendFile(path.join('files', 'terms.pdf')));
  app.get('/picture/:id', (request, response) => response.sendFile(path.join('files', request.params.id + '.png')));`),
    gate: 'role',
  },
  {
    name: 'two files in the folder for what does not last',
    files: shop(`  app.post('/a', async (request, response) => {
    await writeFile(path.join(os.tmpdir(), request.body.id), request.body.text);
    response.send('ok');
  });
  app.get('/b/:name', async (request, response) => response.send(await readFile(path.join(os.tmpdir(), request.params.name))));`),
    gate: 'role',
  },
  {
    name: 'a timer of the same instance takes it in',
    files: shop(
      `  app.post('/order', async (request, response) => {
    await writeFile('spool/' + request.body.id + '.json', request.body.text);
    response.send('ok');
  });
  setInterval(async () => { await readFile('spool/' + next() + '.json'); }, 1000);`,
    ),
    gate: 'role',
  },
  {
    name: 'written only after a failure',
    files: shop(`  app.post('/order', async (request, response) => {
    try { await place(request.body); } catch (error) { await writeFile('failed.json', String(error)); }
    response.send('ok');
  });
  app.get('/failed', (request, response) => response.sendFile('failed.json'));`),
    gate: 'moment',
  },
  {
    name: 'another request comes to the function that reads, and tells it to read nothing',
    files: flask(`
  def send(receiver, text, attach=False, name=''):
      body = text
      if attach and len(name) > 0:
          with open(os.path.join('attachments', name)) as file:
              body = body + file.read()
      return body

  @app.post('/mail')
  def mail():
      name = request.form['id'] + '.conf'
      with open(os.path.join('attachments', name), 'w') as file:
          file.write(request.form['text'])
      return send(request.form['to'], 'yours', True, name)

  @app.post('/forgotten')
  def forgotten():
      return send(request.form['to'], 'a link')`),
    gate: 'role',
  },
  {
    name: 'Python: the same request answers with it',
    files: flask(`
  @app.get('/report')
  def report():
      with open('/tmp/report.csv', 'w') as file:
          file.write('a;b')
      return send_file('/tmp/report.csv')
`),
    gate: 'role',
  },
  {
    name: 'Python: a cache that is made where it is missing',
    files: flask(`
  @app.get('/prices')
  def prices():
      if not os.path.exists('cache/prices.json'):
          with open('cache/prices.json', 'w') as file:
              file.write(load())
      return send_file('cache/prices.json')

  @app.get('/cached')
  def cached():
      return send_from_directory('cache', 'prices.json')
`),
    gate: 'role',
  },
];

checkRule(rule, silent);
