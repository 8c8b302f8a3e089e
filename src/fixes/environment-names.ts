import type { NewEnvironmentName } from '../sources/manifest/edit.ts';
import type { Program } from '../system/types.ts';

/** The name of the environment that holds the address of the Redis. */
export const redisUrl: NewEnvironmentName = {
  name: 'REDIS_URL',
  comment: 'The Redis that all instances share.',
  example: '',
};

/** The names of the environment that say where uploads are kept. */
export const bucketNames: readonly NewEnvironmentName[] = [
  { name: 'UPLOAD_BUCKET', comment: 'The bucket that keeps uploads for all instances.', example: '' },
  {
    name: 'S3_ENDPOINT_URL',
    comment: 'Only where the bucket is not one of AWS: MinIO, R2 and their like.',
    example: '',
  },
  { name: 'AWS_REGION', comment: 'The bucket’s region.', example: 'us-east-1' },
];

/** The permission to run alone, which is written down only where one instance is what is declared. */
export function aloneNames(programs: readonly Program[]): readonly NewEnvironmentName[] {
  const isAlone = programs.every(
    ({ topology: { hosts, processesPerHost } }) =>
      hosts.known === 'declared' && hosts.maximum * processesPerHost.maximum === 1,
  );
  if (programs.length === 0 || !isAlone) return [];
  const comment = 'Exactly one instance runs, so it may keep things by itself in production.';
  return [{ name: 'ALLOW_SINGLE_INSTANCE', comment, example: '1' }];
}
