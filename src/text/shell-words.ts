/** Words that end one command and begin the next. */
const operators = ['&&', '||', ';', '|', '&'];

/**
 * Splits a command line into words as a POSIX shell does, quotes and backslashes taken away; `&&`, `||`, `;`, `|`
 * and `&` outside quotes are words of their own. Nothing is expanded. An open quote ends with the text.
 */
export function shellWordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  const finish = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const operator = operators.find((each) => text.startsWith(each, at));
    if (/\s/.test(character)) finish();
    else if (operator !== undefined) {
      finish();
      words.push(operator);
      at += operator.length - 1;
    } else if (character === "'" || character === '"') {
      const quoted = quotedAt(text, at);
      word = (word ?? '') + quoted.value;
      at = quoted.end;
    } else if (character === '\\') {
      at++;
      // A backslash before a line break continues the line.
      if (text.charAt(at) !== '\n') word = (word ?? '') + text.charAt(at);
    } else if (character === '$' && /[({]/.test(text.charAt(at + 1))) {
      const end = endOfExpansion(text, at + 1);
      word = (word ?? '') + text.slice(at, end).replaceAll('"', '');
      at = end - 1;
    } else word = (word ?? '') + character;
  }
  finish();
  return words;
}

/** Where `$(…)` or `${…}` ends, whose blanks part no words; `open` is the offset of its bracket. */
export function endOfExpansion(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(' || character === '{') depth++;
    else if ((character === ')' || character === '}') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The text between quotes and the offset of the closing one. */
export function quotedAt(text: string, start: number): { readonly value: string; readonly end: number } {
  const quote = text.charAt(start);
  let value = '';
  let at = start + 1;
  for (; at < text.length && text.charAt(at) !== quote; at++) {
    if (quote === '"' && text.charAt(at) === '\\' && /["\\$`]/.test(text.charAt(at + 1))) at++;
    value += text.charAt(at);
  }
  return { value, end: at };
}

/** The single commands of a line, without the operators between them. */
export function commandsOf(words: readonly string[]): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (operators.includes(word)) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.filter((command) => command.length > 0);
}

/** Whether a command is one of a tool: the tool's words stand in it in their order, the first as a program or a script. */
export function isCommandOf(command: readonly string[], [tool = '', ...rest]: readonly string[]): boolean {
  let at = command.findIndex((word) => word === tool || word.endsWith(`/${tool}`));
  if (at < 0) return false;
  return rest.every((word) => {
    at = command.findIndex((each, index) => index > at && each === word);
    return at >= 0;
  });
}
