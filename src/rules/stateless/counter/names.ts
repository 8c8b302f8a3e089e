import { partsOf } from '../../../gates/names.ts';

/** Words that say wherever they stand that something is told from others by the number. */
const idWords = /^(?:id|ids|uid|uids|pk|no|nr|num|number|numbers|seq|sequence|serial|token)$/;
/** Words that say so only of what the name is about: its last one. */
const numberedThings = /^(?:ticket|order|invoice|receipt|reference|ref|code|key|slug|next)$/;
/** Figures, which say how much there was. */
const figures = /^(?:count|counts|total|totals|hits|visits|views|sum|amount|size|length)$/;
/** What only this process has or tells of: its requests, connections, tries and lines of logs. */
const ownThings =
  /^(?:request|requests|req|rid|trace|span|correlation|socket|sockets|connection|connections|conn|log|logs|debug|attempt|attempts|retry|retries|poll|tick|worker|workers|thread|timer|timers|callback|listener|rpc|frame|packet|generation|epoch)$/;

/** Whether one of the names that the number has on its way says that things are told from each other by it. */
export function isNumbering(names: readonly string[]): boolean {
  return names.some(namesNumber) && !names.some(namesOwn);
}

/** Whether a name is about something that no other instance knows of. */
export function namesOwn(name: string): boolean {
  return partsOf(name).some((word) => ownThings.test(word));
}

function namesNumber(name: string): boolean {
  const words = partsOf(name);
  const last = words.at(-1) ?? '';
  if (figures.test(last)) return false;
  return words.some((word) => idWords.test(word)) || numberedThings.test(last);
}
