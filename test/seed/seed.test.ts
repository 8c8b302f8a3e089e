import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opened, workspaces } from './workspace.ts';

const folders = readdirSync(workspaces).flatMap((row) =>
  readdirSync(join(workspaces, row)).map((language) => `${row}/${language}`),
);

describe("a program around one of the seed's blocks", () => {
  it.each(folders)('%s is read whole', async (folder) => {
    const { problems, system } = (await opened(folder)).analysis();
    expect(problems).toEqual([]);
    expect(system.programs.map(({ role }) => role)).toContain('server');
  });
});
