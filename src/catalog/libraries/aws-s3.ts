import type { Library } from '../types.ts';
import { argument, called, constructed, effect, method, option } from './wording.ts';

const modules = ['@aws-sdk/client-s3'];

export const awsS3: Library = {
  id: 'aws-s3',
  title: 'Amazon S3',
  packages: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', 'aws-sdk', 'multer-s3'],
  types: [
    { type: 'aws-s3.client', madeBy: [constructed(modules, 'S3Client')], declaredAs: [{ modules, name: 'S3Client' }] },
    {
      type: 'aws-s3.legacy',
      madeBy: [constructed(['aws-sdk'], 'S3')],
      declaredAs: [{ modules: ['aws-sdk'], name: 'S3' }],
    },
  ],
  uses: [
    {
      call: constructed(modules, 'S3Client'),
      role: 'object-storage',
      options: argument(0),
      connects: { engine: 's3', address: [option(0, 'endpoint')], host: [], environment: [] },
    },
    {
      call: constructed(['aws-sdk'], 'S3'),
      role: 'object-storage',
      options: argument(0),
      connects: { engine: 's3', address: [option(0, 'endpoint')], host: [], environment: [] },
    },
    { call: called(['multer-s3'], 'default'), role: 'object-storage', options: argument(0) },
  ],
  effects: [
    effect('object-write', constructed(modules, 'PutObjectCommand'), option(0, 'Bucket')),
    effect('object-write', constructed(modules, 'CompleteMultipartUploadCommand'), option(0, 'Bucket')),
    effect('object-write', constructed(['@aws-sdk/lib-storage'], 'Upload')),
    effect('object-write', method('aws-s3.legacy', 'upload', 'putObject'), option(0, 'Bucket')),
  ],
  citation: {
    title: 'AWS SDK for JavaScript: S3',
    url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/s3/',
  },
};
