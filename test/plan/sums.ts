import { tablesIn } from './tables.ts';

/** A sum as a reader finds it: what stands left of the sign, worked out anew, and what is said to come of it. */
export interface Sum {
  readonly text: string;
  readonly computed: number;
  readonly said: number;
}

/**
 * Every sum of a rendered plan, outside of the budgets, that has its parts in the text: `a × b ÷ c = d`, also in
 * brackets and with a share in %. Links are taken out first, because line numbers are no parts.
 */
export function sumsIn(markdown: string): readonly Sum[] {
  const text = markdown
    .replace(/```[\s\S]*?```/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '');
  const written = [
    ...text.matchAll(/((?:[\d.(]+[\d.() ]*)(?: ?[×÷+−] ?[\d.()]+(?: of the others)?)+) = (\d[\d.]*)( %)?/g),
  ];
  return [
    ...written.map(([whole, left = '', right, percent]): Sum => {
      const computed = resultOf(left) * (percent === undefined ? 1 : 100);
      return { text: whole, computed, said: Number(right) };
    }),
    ...productsIn(markdown),
  ];
}

/** Tables whose heads say how each row comes out: `× …` multiplies, `= …` is what it comes to. */
function productsIn(markdown: string): readonly Sum[] {
  return tablesIn(markdown).flatMap(({ head, rows }) => {
    const result = head.findIndex((title) => title.startsWith('= '));
    const factors = head.flatMap((title, index) => (title.startsWith('× ') ? [index] : []));
    if (result < 0 || factors.length === 0 || head.some((title) => title.includes('('))) return [];
    const first = Math.min(...factors) - 1;
    return rows.map((row): Sum => {
      const computed = [first, ...factors].reduce((product, index) => product * Number(row[index]), 1);
      return { text: row.join(' | '), computed, said: Number(row[result]) };
    });
  });
}

/** Sums and products in the order that people learn, without brackets in brackets. */
function resultOf(expression: string): number {
  const flat = expression
    .replaceAll(' of the others', '')
    .replace(/\(([^()]*)\)/g, (_, inner: string) => String(resultOf(inner)));
  return flat.split(/ ?(?=[+−])/).reduce((sum, part) => {
    const sign = part.trim().startsWith('−') ? -1 : 1;
    const [first = '0', ...rest] = part.replace(/^[\s+−]+/, '').split(/ ?([×÷]) ?/);
    let value = Number(first);
    for (let index = 0; index < rest.length; index += 2) {
      value = rest[index] === '×' ? value * Number(rest[index + 1]) : value / Number(rest[index + 1]);
    }
    return sum + sign * value;
  }, 0);
}
