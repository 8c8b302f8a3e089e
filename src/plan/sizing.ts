import { hitRatioNeeded } from '../capacity/cache.ts';
import { eventLoopUse, workerUse } from '../capacity/constants.ts';
import { instancesFor, withSpare } from '../capacity/instances.ts';
import { busyAtOnce, neededFor } from '../capacity/load.ts';
import { workersNeeded } from '../capacity/queue.ts';
import { answerNumber } from './answers.ts';
import type { PlanInput, SizingLine } from './types.ts';

const you = 'your answers in second-instance.json';

/** Sums over what the user answered; a number that nobody gave is in none of them. */
export function sizingOf(input: PlanInput): readonly SizingLine[] {
  return [...ofPrograms(input), ...ofCache(input), ...ofQueue(input)];
}

function ofPrograms(input: PlanInput): readonly SizingLine[] {
  const processor = answerNumber(input, 'processorMillisecondsPerRequest');
  const database = answerNumber(input, 'databaseMillisecondsPerRequest');
  return input.system.programs.flatMap(({ name, role }): readonly SizingLine[] => {
    const peak = input.configuration.targets[name]?.peakRequestsPerSecond ?? null;
    if (peak === null || role !== 'server') return [];
    const lines: SizingLine[] = [];
    const needed = instancesAtPeak(input, name);
    if (processor !== null && needed !== null) {
      const use = eventLoopUse.value;
      lines.push({
        what: `Instances of ${name} at the peak`,
        formula: 'F4',
        sum: `${peak} × ${processor} ÷ 1000 ÷ ${use} = ${rounded((peak * processor) / 1000 / use)}, rounded up ${needed}`,
        result: `${needed} + 2 = ${withSpare(needed)}, one away for a deploy and one that failed`,
        from: you,
      });
    }
    if (database !== null) {
      const busy = busyAtOnce(peak, database / 1000);
      const needed = neededFor({ perSecond: peak, seconds: database / 1000, utilisation: workerUse.value });
      lines.push({
        what: `Connections of ${name} that are busy at the peak`,
        formula: 'F2, F9',
        sum: `${peak} × ${database} ÷ 1000 = ${rounded(busy)}; ${rounded(busy)} ÷ ${workerUse.value} = ${rounded(busy / workerUse.value)}, rounded up ${needed}`,
        result: `${needed} for all instances together; larger pools only wait at the database`,
        from: you,
      });
    }
    return lines;
  });
}

/** How many instances the peak needs (F4), without those to spare; null where somebody must still say something. */
export function instancesAtPeak(input: Pick<PlanInput, 'configuration'>, program: string): number | null {
  const processor = answerNumber(input, 'processorMillisecondsPerRequest');
  const peak = input.configuration.targets[program]?.peakRequestsPerSecond ?? null;
  if (processor === null || peak === null) return null;
  return instancesFor({ perSecond: peak, processorSeconds: processor / 1000, utilisation: eventLoopUse.value });
}

function ofCache(input: PlanInput): readonly SizingLine[] {
  const reads = answerNumber(input, 'readsPerSecond');
  const takes = answerNumber(input, 'databaseReadsPerSecond');
  if (reads === null || takes === null || reads <= 0) return [];
  const ratio = hitRatioNeeded(reads, takes);
  return [
    {
      what: 'Reads that a cache must answer',
      formula: 'F15',
      sum: `1 − ${takes} ÷ ${reads} = ${rounded(1 - takes / reads)}`,
      result: ratio === 0 ? 'none: the database answers all of them' : `${Math.ceil(ratio * 100)} of 100`,
      from: you,
    },
  ];
}

function ofQueue(input: PlanInput): readonly SizingLine[] {
  const perSecond = answerNumber(input, 'jobsPerSecond');
  const seconds = answerNumber(input, 'secondsPerJob');
  if (perSecond === null || seconds === null) return [];
  const atOnce = answerNumber(input, 'jobsAtOnce') ?? 1;
  const needed = workersNeeded({ perSecond, seconds }, { atOnce, utilisation: workerUse.value });
  return [
    {
      what: `Workers, each with ${atOnce} ${atOnce === 1 ? 'job' : 'jobs'} at once`,
      formula: 'F14',
      sum: `${perSecond} × ${seconds} ÷ ${atOnce} ÷ ${workerUse.value} = ${rounded((perSecond * seconds) / atOnce / workerUse.value)}, rounded up ${needed}`,
      result: `${needed}`,
      from: you,
    },
  ];
}

/** At most four digits behind the point, as binary fractions have many. */
function rounded(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
