import { rule } from '../../src/rules/stateless/next-instance-keys.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const actions = `
  // file: app/actions.ts
  'use server';
  import { database } from '../lib/database.ts';
  export async function order(data) { await database.orders.add(data.get('item')); }
  // file: app/page.tsx
  import { order } from './actions.ts';
  export default function Page() { return <form action={order}><input name="item" /></form>; }
`;
const manifest = (scripts: string): string => `
  # file: package.json
  { "name": "shop", "scripts": ${scripts}, "dependencies": { "next": "^15.0.0", "react": "^19.0.0" } }
`;
const plain = manifest('{ "build": "next build", "start": "next start" }');
const compose = (command: string, replicas = 3, more = ''): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: ${command}
      deploy:
        replicas: ${replicas}
${more}`;
const line = 'sh -c "next build && next start"';
const mark = `
      #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ next-instance-keys`;
const marked = (text: string): string => text.replace(`command: ${line}`, `command: ${line}${mark}`);

const silent: readonly RuleCase[] = [
  {
    name: 'the image is built once',
    gate: 'none',
    files: `${actions}${plain}${compose('next start')}
  # file: Dockerfile
  FROM node:22
  COPY . .
  RUN npm ci && npm run build
  CMD ["npm", "start"]`,
  },
  {
    name: 'all builds are given one key',
    gate: 'shared',
    files: `${actions}${plain}${compose(line, 3, '      environment:\n        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ${KEY}')}`,
  },
  {
    name: 'an example of an .env file asks for the key',
    gate: 'shared',
    files: `${actions}${plain}${compose(line)}
  # file: .env.example
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY=`,
  },
  { name: 'one instance', gate: 'topology', files: `${actions}${plain}${compose(line, 1)}` },
  {
    name: 'no page calls a function of the server',
    gate: 'role',
    files: `${actions.replace("'use server';", '')}${plain}${compose(line)}`,
  },
  {
    name: 'a test looks whether it is built already',
    gate: 'guard',
    files: `${actions}${plain}
  # file: Dockerfile
  FROM node:22
  COPY . .
  ENTRYPOINT ["./start.sh"]
  # file: start.sh
  #!/bin/sh
  if [ ! -d .next ]; then
    npx next build
  fi
  exec npx next start
  # file: compose.yaml
  services:
    shop:
      build: .
      deploy:
        replicas: 3`,
  },
  {
    name: 'a build of something else',
    gate: 'none',
    files: `${actions}${plain}${compose('sh -c "tsc --build && next start"')}`,
  },
];

const withKey = {
  name: 'a key is given',
  replace: [['build: .', 'build: .\n      environment:\n        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: a']],
} as const;

const found: readonly RuleCase[] = [
  {
    name: 'each instance builds when it starts',
    files: `${actions}${plain}${marked(compose(line))}`,
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'Forms of a page that one instance drew fail with “Failed to find Server Action” on the others.',
          'Each of 3 instances',
          'Build the image once',
        ],
      },
    ],
    silentWhen: [withKey, { name: 'one instance', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'nothing says how many run',
    files: `${actions}${plain}${marked(compose(line)).replace(/\n\s+deploy:\n\s+replicas: 3/, '')}`,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: [withKey],
  },
  {
    name: 'the script that starts it builds first',
    files: `${actions}
  # file: package.json
  {
    "name": "shop",
    "scripts": {
      "start": "next build && next start"
  #            ^^^^^^^^^^^^^^^^^^^^^^^^^^ next-instance-keys
    },
    "dependencies": { "next": "^15.0.0", "react": "^19.0.0" }
  }
  ${compose('npm start')}`,
    silentWhen: [withKey, { name: 'it only starts', replace: [['next build && next start', 'next start']] }],
  },
  {
    name: 'a script of a shell builds, and the image starts it',
    files: `${actions}${plain}
  # file: Dockerfile
  FROM node:22
  COPY . .
  ENTRYPOINT ["./start.sh"]
  # file: start.sh
  #!/bin/sh
  cd /app && npx next build
  #          ^^^^^^^^^^^^^^ next-instance-keys
  exec npx next start
  # file: compose.yaml
  services:
    shop:
      build: .
      deploy:
        replicas: 3`,
    silentWhen: [withKey, { name: 'the image builds', replace: [['npx next build', 'true']] }],
  },
  {
    name: 'an action in a component',
    files: `
  // file: app/page.tsx
  import { database } from '../lib/database.ts';
  export default function Page() {
    async function order(data) {
      'use server';
      await database.orders.add(data.get('item'));
    }
    return <form action={order}><input name="item" /></form>;
  }
  ${plain}${marked(compose(line))}`,
    silentWhen: [withKey, { name: 'no action', replace: [["'use server';", '']] }],
  },
  {
    name: 'the command of the image builds through a script of the package',
    files: `${actions}${plain}
  # file: Dockerfile
  FROM node:22
  COPY . .
  CMD npm run build && npm start
  #   ^^^^^^^^^^^^^^^^^^^^^^^^^^ next-instance-keys
  # file: compose.yaml
  services:
    shop:
      build: .
      deploy:
        replicas: 2`,
    silentWhen: [{ name: 'one', replace: [['replicas: 2', 'replicas: 1']] }],
  },
];

checkRule(rule, [...silent, ...found]);
