// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files write their variables this way.
import { rule } from '../../src/rules/load-balancing/compose-scale-blocked.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A compose file of one service that is built here, so that no swarm can read it. */
const built = (lines: string, file = 'compose.yaml'): string =>
  `# file: ${file}\nservices:\n  api:\n    build: .\n${lines}`;
/** The same of an image, which both readers take. */
const pulled = (lines: string, file = 'compose.yaml'): string =>
  built(lines, file).replace('build: .', 'image: shop/api');

const named = '    container_name: shop-api\n';
const port = "    ports:\n      - '8080:3000'\n";
const three = '    deploy:\n      replicas: 3\n';
const nameMark = '#                   ^^^^^^^^ compose-scale-blocked\n';
const portMark = '#       ^^^^^^^^^^^ compose-scale-blocked\n';

const silent: readonly RuleCase[] = [
  { name: 'one copy, as every file without a number', files: built(named + port), gate: 'none' },
  { name: 'one copy by number', files: built(`${named + port}    scale: 1\n`), gate: 'none' },
  { name: 'a variable that nobody sets', files: built(`${named}    scale: \${COPIES}\n`), gate: 'none' },
  { name: 'copies without a name or a port', files: built(three), gate: 'none' },
  {
    name: 'a port that Docker chooses',
    files: built(`${three}    ports:\n      - '3000'\n      - '0:3001'\n`),
    gate: 'none',
  },
  { name: 'a range with room for all', files: built(`${three}    ports:\n      - '8080-8082:3000'\n`), gate: 'none' },
  {
    name: 'a long range in the long form',
    files: built(`${three}    ports:\n      - target: 3000\n        published: '8000-8100'\n`),
    gate: 'none',
  },
  {
    name: 'a variable for the port of the host',
    files: built(`${three}    ports:\n      - '\${PORT}:3000'\n`),
    gate: 'none',
  },
  {
    name: 'the balancer alone has the port, and the name',
    files: `${built(three)}  balancer:\n    image: nginx:1.28\n    container_name: balancer\n    ports: ['80:80']\n`,
    gate: 'none',
  },
  {
    name: 'a swarm places the copies',
    files: pulled(`${named + port}${three}      placement:\n        max_replicas_per_node: 1\n`),
    gate: 'guard',
  },
  {
    name: 'a network over several hosts',
    files: `${pulled(named + port + three)}networks:\n  shop:\n    driver: overlay\n`,
    gate: 'guard',
  },
  {
    name: 'a port of each node, which only a swarm has',
    files: pulled(`${three}    ports:\n      - target: 3000\n        published: 8080\n        mode: host\n`),
    gate: 'guard',
  },
  {
    name: 'a file that a swarm may read, as the one of its tutorial',
    files: pulled(`${port}${three}      restart_policy:\n        condition: on-failure\n`),
    gate: 'guard',
  },
  { name: 'a published port alone does not tell a swarm from compose', files: pulled(port + three), gate: 'guard' },
  {
    name: 'a script gives the file to a swarm',
    files: `${pulled(named + port + three)}# file: deploy.sh\ndocker stack deploy -c compose.yaml shop\n`,
    gate: 'guard',
  },
  {
    name: 'a package script gives it what a tool wrote',
    files: `${pulled(named + three)}# file: package.json\n{ "name": "shop", "scripts": { "deploy": "docker-compose config | docker stack deploy --compose-file - shop" } }\n`,
    gate: 'guard',
  },
  { name: "a developer's own file", files: built(named + three, 'docker-compose.dev.yml'), gate: 'topology' },
  { name: 'an example', files: built(named + three, 'examples/shop/compose.yaml'), gate: 'scope' },
  {
    name: "a developer's override of a service that is scaled elsewhere",
    files: `${built(three)}# file: compose.override.yaml\nservices:\n  api:\n    container_name: shop-api\n    ports: ['8080:3000']\n`,
    gate: 'topology',
  },
  {
    name: 'two files for two environments that both run by themselves',
    files: `${built(named + port)}# file: compose.prod.yaml\nservices:\n  api:\n    image: shop/api\n    deploy:\n      replicas: 3\n`,
    gate: 'none',
  },
  {
    name: 'an override that takes name and port away',
    files: `${built(named + port)}# file: compose.prod.yaml\nservices:\n  api:\n    container_name: !reset null\n    ports: !override ['3000']\n    scale: 3\n`,
    gate: 'none',
  },
  {
    name: 'a file of another folder with a service of that name',
    files: `${built(named + port)}# file: shop/compose.prod.yaml\nservices:\n  api:\n    scale: 3\n`,
    gate: 'none',
  },
  {
    name: 'a script for tests asks for copies',
    files: `${built(named)}# file: scripts/load-test.sh\ndocker compose up -d --scale api=5\n`,
    gate: 'none',
  },
  {
    name: 'a script that holds the service at one',
    files: `${built(named + three)}# file: start.sh\ndocker compose up -d --scale api=1\n`,
    gate: 'none',
  },
  {
    name: 'a script scales another file',
    files: `${built(named)}# file: workers/compose.yaml\nservices:\n  api:\n    build: .\n# file: start.sh\ndocker compose -f workers/compose.yaml up --scale api=3\n`,
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a fixed name of what is built here',
    files: built(`    container_name: shop-api\n${nameMark}${three}`),
    expect: [
      {
        severity: 'error',
        situation: 'no-program',
        confidence: 'high',
        says: [
          'lets only one of the 3 copies of `api` start',
          'compose.yaml:6 asks for 3',
          'reach every copy by `api`',
        ],
        related: ['compose.yaml:6'],
        symbol: 'api.container_name',
      },
    ],
    silentWhen: [
      { name: 'the name is gone', replace: [['container_name: shop-api', 'init: true']] },
      { name: 'it runs once', replace: [['replicas: 3', 'replicas: 1']] },
    ],
  },
  {
    name: 'a fixed name where nothing tells the reader',
    files: pulled(`    container_name: shop-api\n${nameMark}${three}`),
    expect: [{ severity: 'warning', confidence: 'medium' }],
    silentWhen: [
      {
        name: 'a swarm updates it',
        replace: [['replicas: 3', 'replicas: 3\n      update_config: { parallelism: 1 }']],
      },
    ],
  },
  {
    name: 'scale, which only compose knows',
    files: pulled(`    container_name: shop-api\n${nameMark}    scale: 2\n`),
    expect: [{ severity: 'error', says: ['the 2 copies'] }],
    silentWhen: [{ name: 'it runs once', replace: [['scale: 2', 'scale: 1']] }],
  },
  {
    name: 'a fixed port, and a second one',
    files: built(`${three}    ports:\n      - '8080:3000'\n${portMark}      - '127.0.0.1:9229:9229'\n`),
    expect: [
      {
        severity: 'error',
        says: ['Port 8080 of the host', 'the port is taken', '`8080-8082:3000`'],
        related: ['compose.yaml:5', 'compose.yaml:8'],
      },
    ],
    silentWhen: [
      {
        name: 'Docker chooses',
        replace: [
          ['8080:3000', '3000'],
          ['127.0.0.1:9229:9229', '9229'],
        ],
      },
      {
        name: 'there is room',
        replace: [
          ['8080:3000', '8080-8084:3000'],
          ['127.0.0.1:9229:9229', '9229-9231:9229'],
        ],
      },
    ],
  },
  {
    name: 'name and port are two things to mend',
    files: built(`    container_name: shop-api\n${nameMark}    ports:\n      - '8080:3000'\n${portMark}${three}`),
    silentWhen: [{ name: 'it runs once', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a range that is too narrow',
    files: built(`${three}    ports:\n      - '8080-8081:3000'\n#       ^^^^^^^^^^^^^^^^ compose-scale-blocked\n`),
    expect: [{ says: ["The host's 2 ports from 8080 on are too few for the 3 copies", '`8080-8082:3000`'] }],
    silentWhen: [{ name: 'two run', replace: [['replicas: 3', 'replicas: 2']] }],
  },
  {
    name: 'a range that every copy wants whole',
    files: built(
      `${three}    ports:\n      - '9000-9002:9000-9002'\n#       ^^^^^^^^^^^^^^^^^^^^^ compose-scale-blocked\n`,
    ),
    silentWhen: [{ name: 'Docker chooses', replace: [['9000-9002:9000-9002', '9000-9002']] }],
  },
  {
    name: 'the long form',
    files: built(
      `${three}    ports:\n      - target: 3000\n#       ^^^^^^^^^^^^ compose-scale-blocked\n`.replace(
        '      - target: 3000\n#       ^^^^^^^^^^^^ compose-scale-blocked\n',
        '      - { target: 3000, published: 8080 }\n#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ compose-scale-blocked\n',
      ),
    ),
    silentWhen: [{ name: 'nothing is published', replace: [[', published: 8080', '']] }],
  },
  {
    name: 'defaults of variables',
    files: built(
      `    scale: \${COPIES:-4}\n    ports:\n      - '\${PORT:-8080}:3000'\n#       ^^^^^^^^^^^^^^^^^^^^ compose-scale-blocked\n`,
    ),
    expect: [{ says: ['the 4 copies'] }],
    silentWhen: [{ name: 'one by default', replace: [['COPIES:-4', 'COPIES:-1']] }],
  },
  {
    name: 'an override for production, which runs nothing by itself',
    files: `${built(`    container_name: shop-api\n${nameMark}    ports:\n      - '8080:3000'\n${portMark}`)}# file: compose.prod.yaml\nservices:\n  api:\n    deploy:\n      replicas: 3\n`,
    expect: [{ says: ['compose.prod.yaml:4 asks for 3'], related: ['compose.prod.yaml:4'] }],
    silentWhen: [
      { name: 'it is for development', replace: [['compose.prod.yaml', 'compose.dev.yaml']] },
      { name: 'it runs an image of its own', replace: [['    deploy:', '    image: shop/api\n    deploy:']] },
    ],
  },
  {
    name: 'a service that takes another file over',
    files: `# file: compose.base.yaml\nservices:\n  base:\n    build: .\n    container_name: shop-api\n${nameMark}# file: compose.yaml\nservices:\n  api:\n    extends: { file: compose.base.yaml, service: base }\n    scale: 2\n`,
    silentWhen: [
      { name: 'it takes the name away', replace: [['    scale: 2', '    container_name: !reset null\n    scale: 2']] },
    ],
  },
  {
    name: 'a service that takes one of its own file over, and an anchor',
    files:
      '# file: compose.yaml\nx-copies: &copies\n  replicas: 3\nservices:\n  base:\n    build: .\n    profiles: [never]\n    container_name: shop-api\n' +
      `${nameMark}  api:\n    extends: base\n    deploy: *copies\n`,
    silentWhen: [{ name: 'one is asked for', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a script asks for copies',
    files: `${pulled(`    container_name: shop-api\n${nameMark}    ports:\n      - '8080:3000'\n${portMark}`)}# file: scripts/start.sh\ndocker compose up -d --scale api=3\n`,
    expect: [{ severity: 'error', says: ['scripts/start.sh:1 asks for 3'] }],
    silentWhen: [{ name: 'it asks for one', replace: [['api=3', 'api=1']] }],
  },
  {
    name: 'a package script lays two files over one another and asks for copies',
    files: `${pulled(`    container_name: shop-api\n${nameMark}`)}# file: compose.live.yaml\nservices:\n  api:\n    image: shop/api:live\n# file: package.json\n{ "name": "shop", "scripts": { "up": "docker-compose -f compose.yaml -f compose.live.yaml up -d && docker-compose -f compose.yaml -f compose.live.yaml scale api=2" } }\n`,
    expect: [{ says: ['package.json:1 asks for 2'] }],
    silentWhen: [{ name: 'the second stands alone', replace: [['-f compose.yaml -f', '-f']] }],
  },
  {
    name: 'a service of a profile, beside a condition that no swarm takes',
    files: `${pulled(`    profiles: [queue]\n    depends_on:\n      cache: { condition: service_healthy }\n    container_name: shop-api\n${nameMark}${three}      restart_policy:\n        condition: any\n`)}  cache:\n    image: redis:7\n`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: "it is a developer's profile", replace: [['[queue]', '[debug]']] }],
  },
];

checkRule(rule, [...silent, ...found]);
