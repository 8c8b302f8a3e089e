import type { Library } from '../types.ts';
import { argument, effectsOf } from './wording.ts';

/** Its broker is named in the settings alone, so that no call says where tasks are kept. */
export const djangoQ: Library = {
  id: 'django-q',
  title: 'Django Q',
  packages: ['django-q', 'django-q2'],
  types: [],
  uses: [],
  effects: effectsOf('enqueue', ['django_q.tasks'], ['async_task', 'async_iter', 'async_chain'], argument(0)),
  citation: { title: 'Django Q2: tasks', url: 'https://django-q2.readthedocs.io/en/master/tasks.html' },
};
