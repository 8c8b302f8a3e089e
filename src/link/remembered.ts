/**
 * A question that is worked out once for each thing it is asked of. What it is asked of never changes, as the graph and
 * the facts of one file never do; the answer hangs on it alone, and is forgotten together with it.
 */
export function remembered<Of extends object, Answer>(work: (of: Of) => Answer): (of: Of) => Answer {
  const answers = new WeakMap<Of, { readonly answer: Answer }>();
  return (of) => {
    const known = answers.get(of) ?? { answer: work(of) };
    answers.set(of, known);
    return known.answer;
  };
}
