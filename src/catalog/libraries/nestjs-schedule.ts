import type { Library, UsePattern } from '../types.ts';
import { argument, called, neverShared } from './wording.ts';

const modules = ['@nestjs/schedule'];

/** The decorated method is what runs; the decorator's entry says so. */
function decorator(name: string, when: number): UsePattern {
  return {
    call: called(modules, name),
    role: 'schedule',
    options: argument(1),
    when: argument(when),
    shared: neverShared,
  };
}

export const nestjsSchedule: Library = {
  id: 'nestjs-schedule',
  title: '@nestjs/schedule',
  packages: modules,
  types: [],
  // An interval or a timeout may be given a name before its milliseconds.
  uses: [decorator('Cron', 0), decorator('Interval', -1), decorator('Timeout', -1)],
  effects: [],
  citation: { title: 'NestJS: task scheduling', url: 'https://docs.nestjs.com/techniques/task-scheduling' },
};
