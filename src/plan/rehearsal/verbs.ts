/** Whether a verb only asks: nothing is changed by it. */
export function isAsk(verb: string | null): boolean {
  return verb === null || /^(?:get|head|all)$/i.test(verb);
}
