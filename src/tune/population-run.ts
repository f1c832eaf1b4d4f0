// One member of a population for one generation.
export async function advanceMember(_job: { todo: never }): Promise<number> {
  throw new Error('later');
}
