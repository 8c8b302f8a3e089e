import type { Library } from '../types.ts';
import { argument, constructed, effect, method } from './wording.ts';

const modules = ['@google-cloud/storage'];

export const googleCloudStorage: Library = {
  id: 'google-cloud-storage',
  title: 'Google Cloud Storage',
  packages: modules,
  types: [
    { type: 'gcs.client', madeBy: [constructed(modules, 'Storage')], declaredAs: [{ modules, name: 'Storage' }] },
    { type: 'gcs.bucket', madeBy: [method('gcs.client', 'bucket')], declaredAs: [{ modules, name: 'Bucket' }] },
    { type: 'gcs.file', madeBy: [method('gcs.bucket', 'file')], declaredAs: [{ modules, name: 'File' }] },
  ],
  uses: [
    {
      call: constructed(modules, 'Storage'),
      role: 'object-storage',
      options: argument(0),
    },
  ],
  effects: [
    effect('object-write', method('gcs.bucket', 'upload'), argument(0)),
    effect('object-write', method('gcs.file', 'save', 'createWriteStream')),
  ],
  citation: {
    title: 'Google Cloud Storage: Node.js client',
    url: 'https://cloud.google.com/nodejs/docs/reference/storage/latest',
  },
};
