/** Readers stand outside what the command line may import; this is the way to those of pasted output. */
export {
  type LiveDatabase,
  type LiveReading,
  type LiveWorkload,
  liveCommands,
  readLive,
} from '../sources/platform/live/read.ts';
