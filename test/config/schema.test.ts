import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/read.ts';
import { configurationSchema } from '../../src/config/schema.ts';

const schema = JSON.parse(JSON.stringify(configurationSchema()));
const isValid = new Ajv({ strict: false }).compile(schema);

describe('the schema', () => {
  it('is the file that the editor is given', () => {
    const file = readFileSync(new URL('../../media/second-instance.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(file)).toEqual(schema);
  });

  it.each([
    { topology: { api: { hosts: [2, 10] } } },
    { topology: { api: { hosts: 3, because: 'the licence' } } },
    { topology: { api: { hosts: 0 } } },
    { topology: { api: { copies: 3 } } },
    { assume: { instances: 2.5 } },
    { rules: { 'query-unbounded': 'loud' } },
    { ignore: [{ rule: 'a', files: ['b'], because: 'c', until: '2027-13-01' }] },
    { ignore: [{ rule: 'a', files: ['b'], because: 'c', until: '2027-05-31' }] },
    { libraries: [{ language: 'cobol', module: 'a', call: 'b', is: 'session' }] },
    { answers: { readWriteRatio: 'unknown' } },
    { exclude: 'tools/**' },
    { nothing: true },
  ])('says of %j what the reader says', (value) => {
    const { problems } = readConfiguration('second-instance.json', JSON.stringify(value));
    expect(isValid(value)).toBe(problems.length === 0);
  });
});
