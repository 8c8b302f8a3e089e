import type { DecoratorEntryPattern, Framework } from '../types.ts';
import { exported } from './wording.ts';

const id = 'overnightjs';
const core = ['@overnightjs/core'];

function route(name: string, verb: string): DecoratorEntryPattern {
  return {
    kind: 'decorator',
    framework: id,
    decorator: exported(core, name),
    classDecorators: [exported(core, 'Controller'), exported(core, 'ClassOptions')],
    moment: 'request',
    verb,
  };
}

/** Classes with decorated methods in front of Express. */
export const overnightjs: Framework = {
  id,
  title: 'OvernightJS',
  packages: core,
  types: [],
  entries: [
    route('Get', 'GET'),
    route('Post', 'POST'),
    route('Put', 'PUT'),
    route('Patch', 'PATCH'),
    route('Delete', 'DELETE'),
    route('All', 'ALL'),
  ],
  singletons: [],
  listeners: [],
  endsAtOnce: true,
  citation: { title: 'OvernightJS', url: 'https://github.com/seanpmaxwell/overnight' },
};
