/**
 * The option under which a queue knows a job that it holds already, by library: one of the same id is not added again.
 * BullMQ: https://docs.bullmq.io/guide/jobs/job-ids; pg-boss: https://timgit.github.io/pg-boss/#/./api/jobs, `singletonKey`.
 */
export const jobIdOptions: ReadonlyMap<string, string> = new Map([
  ['bull', 'jobId'],
  ['bullmq', 'jobId'],
  ['pg-boss', 'singletonKey'],
]);
