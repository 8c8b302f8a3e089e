import type { Library } from '../types.ts';
import { called, effect, method } from './wording.ts';

export const boto3: Library = {
  id: 'boto3',
  title: 'Boto3',
  packages: ['boto3'],
  types: [
    { type: 'boto3.client', madeBy: [called(['boto3'], 'client'), called(['boto3'], 'resource')], declaredAs: [] },
  ],
  uses: [
    {
      call: called(['boto3'], 'client'),
      role: 'object-storage',
      options: null,
      // One call makes clients of all services: of tokens, of mails, of queues.
      only: { position: 0, name: 'service_name', values: ['s3'] },
      connects: { engine: 's3', address: [], host: [], environment: [] },
    },
  ],
  effects: [effect('object-write', method('boto3.client', 'upload_fileobj', 'upload_file', 'put_object'))],
  citation: {
    title: 'Boto3: uploading files',
    url: 'https://boto3.amazonaws.com/v1/documentation/api/latest/guide/s3-uploading-files.html',
  },
};
