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
    } else word = (word ?? '') + character;
  }
  finish();
  return words;
}

/** The text between quotes and the offset of the closing one. */
function quotedAt(text: string, start: number): { readonly value: string; readonly end: number } {
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
