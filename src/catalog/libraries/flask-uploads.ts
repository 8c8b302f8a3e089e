import type { Library } from '../types.ts';
import { made } from './wording.ts';

/** Flask hands over files that the view places by `save`; whoever writes them by hand reads them first. */
export const flaskUploads: Library = {
  id: 'flask-uploads',
  title: 'Flask',
  packages: ['flask'],
  types: [],
  uses: [
    {
      call: made(['flask', 'quart'], 'Flask'),
      role: 'upload',
      options: null,
      received: { reads: [], places: ['save'], brought: ['files'] },
    },
  ],
  effects: [],
  citation: {
    title: 'Flask: uploading files',
    url: 'https://flask.palletsprojects.com/en/stable/patterns/fileuploads/',
  },
};
