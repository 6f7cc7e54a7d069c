import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { JSON_SERIALIZERS } from '../../src/contract/wire.ts';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src/contract/contract.ts';
import { startEngine } from '../../src/main/hosts/engine-link.ts';
import { readEnvironment } from '../../src/main/hosts/environment.ts';

/**
 * A process that makes the demo workspace in TIDEMARK_HOME through the real pipeline and ends when all of it is there: the last ten weeks
 * with their hours and breakdowns, what its people added, the sign-in that ran out. The older months are left out: no test here looks at
 * them, and reading them takes most of the time.
 */
const environment = readEnvironment(process.env, { mode: 'service', logLevel: 'silent' });
if (!environment.ok) throw new Error(environment.problem);
const nothing = (): void => undefined;
const link = startEngine(environment.options, {
  openExternal: nothing,
  notify: nothing,
  withdraw: nothing,
  launchAtLogin: nothing,
  log: nothing,
  activity: nothing,
});
await link.ready;
const port = link.connect();
const client: ContractRouterClient<Contract> = createORPCClient(
  new RPCLink({ port, customJsonSerializers: JSON_SERIALIZERS }),
);
port.start();
await client.workspace.enterDemo({});
const runs = await client.imports.history({ clientId: null, status: null, limit: 1000, before: null });
const oldest = runs.reduce((day, run) => (run.from < day ? run.from : day), '9999');
const older = new Set(runs.filter((run) => run.from === oldest).map((run) => run.id));
for await (const { imports } of await client.imports.progress({})) {
  const cancelled = imports.filter((one) => one.runIds.some((id) => older.has(id)));
  await client.imports.cancel({ importIds: cancelled.map((one) => one.id) });
  break;
}
// The sign-in that runs out does so last.
const ready = async (): Promise<boolean> =>
  (await client.connections.list({})).some((one) => one.state !== 'connected');
while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 100));
await link.stop();
