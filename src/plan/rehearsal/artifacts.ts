import { nginxUpstream } from '../../patterns/nginx-upstream.ts';
import { rehearsalCompose } from '../../patterns/rehearsal-compose.ts';
import { rehearseText } from '../../patterns/scenarios/rehearse-text.ts';
import type { Program } from '../../system/types.ts';
import { portOf } from '../artifacts/port.ts';
import { unitsOf } from '../artifacts/units.ts';
import { fromSite } from '../provenance.ts';
import type { Artifact, PlanInput } from '../types.ts';
import { fillIn } from './blanks.ts';
import { rehearsalOf } from './rehearsal.ts';

const publish = 8089;
const mostPrograms = 6;

/** The script, a rehearsal for each program that has something to show, and the same with containers where compose runs it. */
export function rehearsalArtifacts(input: PlanInput): readonly Artifact[] {
  const up = ['..', input.rootFromOut ?? ''].filter((part) => part !== '').join('/');
  const found = input.system.programs
    .flatMap((program) => {
      const rehearsal = rehearsalOf(program, input, up);
      return rehearsal === null ? [] : [{ program, rehearsal }];
    })
    .sort((a, b) => b.rehearsal.checks.length - a.rehearsal.checks.length)
    .slice(0, mostPrograms);
  if (found.length === 0) return [];
  return [
    ...found.flatMap(({ program, rehearsal }, index): readonly Artifact[] => {
      const path = `rehearsal/${index === 0 ? 'rehearsal' : fileNameOf(program)}.json`;
      const text = `${JSON.stringify(rehearsal, null, 2)}\n`;
      const blanks = text.split(fillIn).length - 1;
      const { length } = rehearsal.checks;
      return [
        {
          path,
          title: `${program.name} twice behind a balancer, with ${length} ${length === 1 ? 'check' : 'checks'} from what was found`,
          language: 'json',
          text,
          embedded: false,
          before: [
            ...(blanks === 0
              ? []
              : [
                  `Fill in its ${blanks} ${blanks === 1 ? 'blank' : 'blanks'}, each marked ${fillIn.trim()} what stands in no file here.`,
                ]),
            `Run \`node rehearsal/rehearse.mjs ${path}\`: it is red until the blockers are closed, and keeps them closed after.`,
          ],
          assumptions: [],
        },
        ...composeFor(program, input, path),
      ];
    }),
    {
      path: 'rehearsal/rehearse.mjs',
      title: 'The script of the rehearsal, which needs Node 20 and nothing else',
      language: 'javascript',
      text: rehearseText,
      embedded: false,
      before: [],
      assumptions: [],
    },
  ];
}

function composeFor(program: Program, input: PlanInput, rehearsal: string): readonly Artifact[] {
  const running = unitsOf(program, input).find(({ unit }) => unit.kind === 'compose-service');
  if (running === undefined || !/^[a-z0-9][a-z0-9_-]*$/i.test(running.unit.name)) return [];
  const { unit, file, container } = running;
  const port = portOf(running, program, input.graph);
  if (port === null) return [];
  const path = `rehearsal/${fileNameOf(program)}.compose.yaml`;
  const text = rehearsalCompose({
    head: [
      `Two copies of ${unit.name} behind nginx, laid over ${file}. Port ${port.port} by ${fromSite(port.site, input).text}.`,
      `Start it: docker compose -f ${file} -f ${path} up --build`,
      `Then ask it: node rehearsal/rehearse.mjs ${rehearsal} --against http://127.0.0.1:${publish}`,
      'Needs Docker Compose 2.24 or later. Written by Second Instance from the files of this workspace.',
    ],
    service: unit.name,
    nginx: nginxUpstream({
      head: ['Each request goes to the copy with the fewest open ones, in turn where that is the same.'],
      name: 'copies',
      host: unit.name,
      port: port.port,
      listen: 80,
      method: 'least',
      upgrades: 'websocket',
      bodies: 'small',
    }),
    publish,
    listen: 80,
    drops: {
      name: container.containerName !== null,
      ports: container.ports.some(({ host }) => host !== null),
    },
  });
  return [
    {
      path,
      title: `The same rehearsal of ${program.name} with containers`,
      language: 'yaml',
      text,
      embedded: false,
      before: [],
      assumptions: [],
    },
  ];
}

function fileNameOf({ name }: Program): string {
  return name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '') || 'program';
}
