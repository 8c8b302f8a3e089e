import { describe, expect, it } from 'vitest';
import { type StartCommand, startCommandsOf } from '../../src/system/start-command.ts';
import { shellWordsOf } from '../../src/text/shell-words.ts';

const text = (command: StartCommand): string => {
  switch (command.kind) {
    case 'file':
      return `file ${command.candidates.join(' or ')}${command.processes === null ? '' : ` ×${command.processes}`}`;
    case 'script':
      return ['script', command.name, command.package ?? command.folder].filter((word) => word !== null).join(' ');
    case 'framework':
      return ['framework', command.framework, command.argument].filter((word) => word !== null).join(' ');
    case 'shell':
      return ['shell', command.path, ...command.words].join(' ');
    case 'tool':
      return `tool ${command.name}`;
    case 'folder':
      return `folder ${command.path}`;
    case 'options':
      return ['options', command.starter, command.path, ...command.words].join(' ');
    case 'units':
      return ['units', command.unitKind, command.path, ...command.names].filter((word) => word !== null).join(' ');
  }
};

describe('start commands', () => {
  it.each([
    ['node dist/server.js', ['file dist/server.js']],
    ['node --max-old-space-size=4096 --enable-source-maps dist/server.js --port 3000', ['file dist/server.js']],
    ['NODE_ENV=production node .', ['file .']],
    ['cross-env NODE_ENV=production PORT=3000 node dist/server.js', ['file dist/server.js']],
    ['dotenv -e .env.production -- node dist/server.js', ['file dist/server.js']],
    ['node -r dotenv/config -r ts-node/register src/server.ts', ['file src/server.ts']],
    ['node --import tsx src/server.ts', ['file src/server.ts']],
    ['tsx watch --env-file=.env src/server.ts', ['file src/server.ts']],
    ['ts-node -r tsconfig-paths/register --project tsconfig.build.json src/server.ts', ['file src/server.ts']],
    ['nodemon --watch src --ext ts --exec "ts-node src/server.ts"', ['file src/server.ts']],
    ['nodemon --exec ts-node src/server.ts', ['file src/server.ts']],
    ['prisma migrate deploy && node dist/server.js', ['file dist/server.js']],
    ['sh -c "npm run migrate && exec node dist/server.js"', ['script migrate', 'file dist/server.js']],
    ['docker-entrypoint.sh node dist/server.js', ['shell docker-entrypoint.sh node dist/server.js']],
    ['/entrypoint server', ['shell /entrypoint server']],
    ['bash -e ./boot.sh', ['shell ./boot.sh']],
    ['cd apps/api && node server.js', ['folder apps/api', 'file server.js']],
    ['gosu shop node server.js', ['file server.js']],
    ['/app/manage.py runserver', ['file /app/manage.py']],
    ['supervisord -n -c /etc/supervisor/shop.conf', ['units supervisor-program /etc/supervisor/shop.conf']],
    ['honcho start web worker', ['units procfile-process web worker']],
    ['uwsgi --ini deploy/shop.ini --processes 2', ['options uwsgi deploy/shop.ini --processes 2']],
    ['./wait-for-it.sh orders-db:5432 -- node dist/server.js', ['file dist/server.js']],
    ['dumb-init node dist/server.js', ['file dist/server.js']],
    ['/usr/local/bin/node /app/dist/server.js', ['file /app/dist/server.js']],
    ['pm2-runtime start dist/server.js -i 4', ['file dist/server.js ×4']],
    ['pm2-runtime dist/server.js -i max --name api', ['file dist/server.js ×cores']],
    ['bun run src/server.ts', ['file src/server.ts']],
    ['bun run start', ['script start']],
    ['npm start', ['script start']],
    ['npm run start:prod -- --port 3000', ['script start:prod']],
    ['npm --prefix apps/api run start', ['script start apps/api']],
    ['npm run start -w @shop/api', ['script start @shop/api']],
    ['yarn workspace @shop/api start', ['script start @shop/api']],
    ['pnpm --filter api start', ['script start api']],
    ['yarn start', ['script start']],
    ['yarn tsx src/server.ts', ['file src/server.ts']],
    ['concurrently "npm:worker" "node dist/server.js"', ['script worker', 'file dist/server.js']],
    ['nest start', ['framework nest']],
    ['nest start orders --watch', ['framework nest orders']],
    ['next start -p 3000', ['framework next']],
    ['fastify start -l info app.js', ['file info or app.js']],
    ['./bin/www', ['file ./bin/www']],
    ['npm ci', []],
    ['tsc -p .', []],
    ['vite build', []],
    ['react-scripts start', []],
    ['postgres -c max_connections=200', []],
    ['node -e "console.log(1)"', []],
    ['', []],
  ])('%s', (line, expected) => {
    expect(startCommandsOf(shellWordsOf(line)).map(text)).toEqual(expected);
  });

  const tools = new Set(['shop', 'shop-init', 'prices']);
  it.each([
    ['uv run other', []],
    [
      'python -m shop',
      [
        'file shop.py or shop/__main__.py or src/shop.py or src/shop/__main__.py or shop/__init__.py or src/shop/__init__.py',
      ],
    ],
    ['./shop', ['file ./shop']],
    ['/usr/bin/shop', []],
    ['echo shop', []],
    ['shop migrate', []],
    ['shop db upgrade', []],
    ['shop-init && shop serve', ['tool shop']],
    ['shop serve --log-level test', ['tool shop']],
    ['shop --port 80', ['tool shop']],
    ['uv run shop', ['tool shop']],
    ['sh -c "prices load && poetry run shop serve"', ['tool prices', 'tool shop']],
  ])('%s where manifests offer shop and prices', (line, expected) => {
    expect(startCommandsOf(shellWordsOf(line), tools).map(text)).toEqual(expected);
  });
});
