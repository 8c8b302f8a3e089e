import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { rows } from './rows.ts';
import { workspaces } from './workspace.ts';

const cases = rows.flatMap(({ folder, seed, languages }) =>
  Object.entries(languages).map(([language, expected]) => ({ seed, folder: `${folder}/${language}`, expected })),
);

describe("the seed's blocks and drawings", () => {
  it.each(cases)('$folder: $seed', async ({ folder, expected }) => {
    const { findings, instances, budgets, components, connections } = await judge(folder);
    expect({
      findings,
      instances,
      ...(expected.budgets !== undefined && { budgets }),
      ...(expected.drawn !== undefined && { drawn: [...components, ...connections] }),
    }).toEqual(expected);
  });

  it('has a row for each program', () => {
    const folders = readdirSync(workspaces).flatMap((row) =>
      readdirSync(join(workspaces, row)).map((language) => `${row}/${language}`),
    );
    expect(cases.map(({ folder }) => folder).sort()).toEqual(folders.sort());
  });
});
