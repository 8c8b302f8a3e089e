/** Whether a word of a command names a file of processes that PM2 starts: `ecosystem.config.js`, `pm2.json`. */
export function isPm2File(word: string): boolean {
  return /(?:^|\/)(?:ecosystem|pm2|process(?:es)?)[\w.-]*\.(?:json5?|ya?ml)$|(?:^|\/)(?:ecosystem|pm2)\.config[\w.-]*\.[cm]?js$|\.config\.pm2\.[cm]?js$/i.test(
    word,
  );
}
