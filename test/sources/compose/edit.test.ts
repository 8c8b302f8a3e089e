// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files write their variables this way.
import { describe, expect, it } from 'vitest';
import { removeContainerName, setReplicas } from '../../../src/sources/compose/edit.ts';
import { readCompose } from '../../../src/sources/compose/read.ts';
import { applyEdits } from '../../../src/text/edits.ts';

const unitOf = (text: string, name = 'api') => {
  const facts = readCompose('compose.yaml', text);
  expect(facts.problems).toEqual([]);
  return facts.deployment?.units.find((unit) => unit.name === name);
};

describe('setting the copies of a service', () => {
  it.each([
    [
      'replaces the number',
      'services:\n  api:\n    deploy:\n      replicas: 3 # three\n',
      'services:\n  api:\n    deploy:\n      replicas: 1 # three\n',
    ],
    [
      'replaces a variable',
      'services:\n  api:\n    deploy:\n      replicas: ${COPIES:-3}\n',
      'services:\n  api:\n    deploy:\n      replicas: 1\n',
    ],
    ['replaces scale', 'services:\n  api:\n    scale: 3\n', 'services:\n  api:\n    scale: 1\n'],
    [
      'adds to a deploy',
      'services:\n  api:\n    deploy:\n      mode: replicated # kept\n    image: shop\n',
      'services:\n  api:\n    deploy:\n      mode: replicated # kept\n      replicas: 1\n    image: shop\n',
    ],
    [
      'adds to a deploy in braces',
      'services:\n  api:\n    deploy: { mode: replicated }\n',
      'services:\n  api:\n    deploy: { mode: replicated, replicas: 1 }\n',
    ],
    [
      'adds a deploy behind the last key',
      'services:\n  api:\n    image: shop\n    ports:\n      - "80:80"\n\n  worker:\n    image: shop\n',
      'services:\n  api:\n    image: shop\n    ports:\n      - "80:80"\n    deploy:\n      replicas: 1\n\n  worker:\n    image: shop\n',
    ],
    [
      'adds a deploy with the file’s own indentation',
      'services:\n    api:\n        build:\n            context: .\n',
      'services:\n    api:\n        build:\n            context: .\n        deploy:\n            replicas: 1\n',
    ],
    [
      'adds a deploy at the end of a file without a last line break',
      'services:\n  api:\n    image: shop',
      'services:\n  api:\n    image: shop\n    deploy:\n      replicas: 1',
    ],
    [
      'adds a deploy behind a comment',
      'services:\n  api:\n    image: shop # ours\n# end\n',
      'services:\n  api:\n    image: shop # ours\n    deploy:\n      replicas: 1\n# end\n',
    ],
    [
      'adds a deploy in braces',
      'services: { api: { image: shop } }\n',
      'services: { api: { image: shop, deploy: { replicas: 1 } } }\n',
    ],
    [
      'adds a deploy behind a long text',
      'services:\n  api:\n    command: |\n      node server.js\n  worker:\n    image: shop\n',
      'services:\n  api:\n    command: |\n      node server.js\n    deploy:\n      replicas: 1\n  worker:\n    image: shop\n',
    ],
    [
      'adds a deploy behind a list of maps',
      'services:\n  api:\n    volumes:\n      - type: bind\n        target: /data\n',
      'services:\n  api:\n    volumes:\n      - type: bind\n        target: /data\n    deploy:\n      replicas: 1\n',
    ],
    [
      'adds a deploy behind a mention of an anchor',
      'x-e: &e { A: 1 }\nservices:\n  api:\n    environment: *e\n  worker: { environment: *e }\n',
      'x-e: &e { A: 1 }\nservices:\n  api:\n    environment: *e\n    deploy:\n      replicas: 1\n  worker: { environment: *e }\n',
    ],
    [
      'adds a deploy in braces behind a mention of an anchor',
      'x-e: &e { A: 1 }\nservices:\n  api: { environment: *e }\n',
      'x-e: &e { A: 1 }\nservices:\n  api: { environment: *e, deploy: { replicas: 1 } }\n',
    ],
    [
      'adds a deploy behind a key without a value',
      'services:\n  api:\n    image: shop\n    tty:\n',
      'services:\n  api:\n    image: shop\n    tty:\n    deploy:\n      replicas: 1\n',
    ],
    [
      'adds a deploy behind a list in brackets',
      'services:\n  api:\n    command: [node,\n      server.js]\n',
      'services:\n  api:\n    command: [node,\n      server.js]\n    deploy:\n      replicas: 1\n',
    ],
    [
      'keeps line ends',
      'services:\r\n  api:\r\n    image: shop\r\n',
      'services:\r\n  api:\r\n    image: shop\r\n    deploy:\r\n      replicas: 1\r\n',
    ],
  ])('%s', (_, before, after) => {
    const edits = setReplicas(before, 'api', 1);
    expect(edits).not.toBeNull();
    expect(applyEdits(before, edits ?? [])).toBe(after);
    expect(unitOf(after)?.replicas?.value).toBe(1);
    expect(setReplicas(after, 'api', 1)?.map(({ text }) => text)).toEqual(['1']);
  });

  it.each([
    ['a service that is not there', 'services:\n  worker:\n    image: shop\n'],
    [
      'a number that others share',
      'x-d: &d { replicas: 3 }\nservices:\n  api:\n    deploy: *d\n  worker:\n    deploy: *d\n',
    ],
    ['a deploy that is merged in', 'x-s: &s\n  deploy: { replicas: 3 }\nservices:\n  api:\n    <<: *s\n'],
    ['a service that is an alias', 'x-s: &s { image: shop }\nservices:\n  api: *s\n'],
    ['a file that is no YAML', 'services: [\n'],
  ])('leaves %s alone', (_, text) => {
    expect(setReplicas(text, 'api', 1)).toBeNull();
  });
});

describe('taking a container’s name away', () => {
  it.each([
    [
      'services:\n  api:\n    image: shop\n    container_name: api-1 # mine\n    scale: 2\n',
      'services:\n  api:\n    image: shop\n    scale: 2\n',
    ],
    ['services:\n  api:\n    container_name: api-1\n    scale: 2\n', 'services:\n  api:\n    scale: 2\n'],
    ['services:\n  api:\n    image: shop\n    container_name: api-1', 'services:\n  api:\n    image: shop\n'],
    ['services: { api: { container_name: api-1, scale: 2 } }\n', 'services: { api: { scale: 2 } }\n'],
    ['services: { api: { scale: 2, container_name: api-1 } }\n', 'services: { api: { scale: 2 } }\n'],
  ])('%j', (before, after) => {
    expect(applyEdits(before, removeContainerName(before, 'api') ?? [])).toBe(after);
    expect(unitOf(after)?.containers[0]?.containerName).toBeNull();
  });

  it('does nothing where there is none', () => {
    expect(removeContainerName('services:\n  api:\n    image: shop\n', 'api')).toBeNull();
  });
});
