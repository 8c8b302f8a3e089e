import type { RuleContext } from '../../../findings/rule.ts';
import { type Passing, passingsIn } from '../../../system/passings.ts';
import type { Program, ReverseProxy } from '../../../system/types.ts';

/** One way through a proxy to a program. */
export interface Lead {
  readonly proxy: ReverseProxy;
  readonly passing: Passing;
}

export function leadsTo({ system }: RuleContext, program: Program): readonly Lead[] {
  const component = system.components.find((each) => each.program === program.name)?.id;
  const evidence = system.connections.flatMap(({ to, evidence: sites }) => (to === component ? sites : []));
  return system.proxies.flatMap((proxy) =>
    passingsIn(proxy.directives)
      .filter(({ directive }) =>
        evidence.some(({ file, span }) => file === proxy.file && span[0] === directive.words[0]?.span[0]),
      )
      .map((passing) => ({ proxy, passing })),
  );
}
