import type { Library } from '../types.ts';
import { called } from './wording.ts';

/** Fields of classes whose first value a function gives, once for each object. */
export const describedFields: Library = {
  id: 'described-fields',
  title: 'Described fields',
  packages: ['pydantic', 'attrs'],
  types: [],
  uses: [],
  effects: [],
  factories: [
    { call: called(['pydantic', 'pydantic.fields'], 'Field'), option: 'default_factory' },
    { call: called(['dataclasses', 'pydantic.dataclasses'], 'field'), option: 'default_factory' },
    // https://www.attrs.org/en/stable/api.html: `default=attrs.Factory(…)` is the long way to say the same.
    { call: called(['attrs', 'attr'], 'field'), option: 'factory' },
    { call: called(['attr'], 'ib'), option: 'factory' },
  ],
  citation: {
    title: 'Python: dataclasses.field',
    url: 'https://docs.python.org/3/library/dataclasses.html#dataclasses.field',
  },
};
