/** Milliseconds without a change after which nobody is thought to be typing. */
const quiet = 5000;

/** What a server does when nobody has asked it for anything for a while. */
export interface Rest {
  /** Work is done; when nothing else comes, the rest begins. */
  readonly expect: () => void;
  /** Work has come, so there will be no rest until it is done. */
  readonly putOff: () => void;
}

export function createRest(atRest: () => void): Rest {
  let timer: NodeJS.Timeout | null = null;
  const putOff = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    putOff,
    expect: () => {
      putOff();
      timer = setTimeout(atRest, quiet);
      // A server that is told to end must not wait for its rest.
      timer.unref();
    },
  };
}
