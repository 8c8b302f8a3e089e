import type { Library } from '../types.ts';
import { made } from './wording.ts';

/** FastAPI hands over an `UploadFile`, which the handler reads and writes itself. */
export const fastapiUploads: Library = {
  id: 'fastapi-uploads',
  title: 'FastAPI',
  packages: ['fastapi'],
  types: [],
  uses: [
    {
      call: made(['fastapi', 'fastapi.applications'], 'FastAPI'),
      role: 'upload',
      options: null,
      received: { reads: [], places: [], types: ['fastapi.upload'] },
    },
  ],
  effects: [],
  citation: { title: 'FastAPI: request files', url: 'https://fastapi.tiangolo.com/tutorial/request-files/' },
};
