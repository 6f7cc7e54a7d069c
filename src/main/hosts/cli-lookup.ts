import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';

/** The id of a client by its name, upper and lower case alike. */
export async function clientIdOf(client: EngineClient, name: string): Promise<string> {
  const names = await client.clients.names({});
  const fold = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('en');
  const found =
    names.find((candidate) => candidate.name === name) ??
    names.find((candidate) => fold(candidate.name) === fold(name));
  if (found) return found.id;
  const known = names.slice(0, 5).map((candidate) => candidate.name);
  throw new CommandFailure(
    'NOT_FOUND',
    known.length === 0
      ? `There is no client "${name}": no client exists yet. Make one with: accounts assign <platform>:<adAccountId> --client NAME`
      : `There is no client "${name}". Known: ${known.join(', ')}${names.length > known.length ? ' …' : ''}. "accounts list" shows them all.`,
  );
}

export function checkRange(from: string, to: string): { from: string; to: string } {
  if (from > to)
    throw new CommandFailure(
      'BAD_RANGE',
      `The range ends (${to}) before it begins (${from}). Swap --from and --to.`,
      EXIT.usage,
    );
  return { from, to };
}
