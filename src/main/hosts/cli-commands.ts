import { lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Connection } from '../../contract/connections.ts';
import type { ImportRun } from '../../contract/imports.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';
import { checkRange, clientIdOf } from './cli-lookup.ts';
import { runDocument, waitForRuns } from './cli-runs.ts';
import type { CommandResult, Terminal } from './cli-terminal.ts';

export type ExportOptions = { client: string; from: string; to: string; out: string; asKnownOn?: string };

export async function demo(client: EngineClient, leave: boolean, terminal: Terminal): Promise<CommandResult> {
  if (leave) {
    if ((await client.workspace.state({})).kind !== 'demo') {
      return { json: { workspace: 'main' }, text: 'There is no demo workspace here; nothing was changed.' };
    }
    await client.workspace.leaveDemo({});
    return { json: { workspace: 'main' }, text: 'The demo workspace is deleted. Your own workspace was not touched.' };
  }
  terminal.err('Making the demo workspace …\n');
  await client.workspace.enterDemo({});
  const open = await client.imports.history({ clientId: null, status: null, limit: 1000, before: null });
  const runs = await waitForRuns(
    client,
    open.map((run) => run.id),
    120,
    terminal,
  );
  const accounts = await client.adAccounts.list({ connectionId: null });
  const names = await client.clients.names({});
  const failed = runs.filter((run) => run.status !== 'succeeded');
  return {
    json: {
      workspace: 'demo',
      clients: names.length,
      adAccounts: accounts.filter((account) => !account.manager).length,
      runs: runs.map((run) => runDocument(run)),
    },
    text: `The demo workspace is ready: ${names.length} clients. ${failed.length} of ${runs.length} imports did not succeed, as in life (an ad account that is disabled). See it in the app, or with the command serve.`,
  };
}

export async function doctor(client: EngineClient): Promise<CommandResult> {
  const findings = await client.diagnostics.doctor({});
  return {
    json: { ok: findings.every((finding) => finding.ok), findings },
    text: findings
      .map(
        (finding) =>
          `${finding.ok ? 'ok ' : 'NO '} ${finding.check}: ${finding.finding}${finding.fix === null ? '' : `\n     ${finding.fix}`}`,
      )
      .join('\n'),
    exit: findings.every((finding) => finding.ok) ? EXIT.done : EXIT.failed,
  };
}

export function connectionDocument(connection: Connection): Record<string, unknown> {
  const {
    id,
    platform,
    label,
    kind,
    state,
    problem,
    scopes,
    expiresAt,
    adAccounts,
    assignedAdAccounts,
    lastCheckedAt,
  } = connection;
  return {
    id,
    platform,
    label,
    kind,
    state,
    problem,
    scopes,
    expiresAt,
    lastCheckedAt,
    adAccounts,
    assignedAdAccounts,
  };
}

export async function listConnections(client: EngineClient): Promise<CommandResult> {
  const list = await client.connections.list({});
  return {
    json: { connections: list.map(connectionDocument) },
    text:
      list
        .map(
          (item) =>
            `${item.id}  ${PLATFORM_LABELS[item.platform].name}  ${item.label}  ${item.state}  ${item.assignedAdAccounts} of ${item.adAccounts} ad accounts assigned`,
        )
        .join('\n') || 'No sign-in yet. Connect one: connections add --help',
  };
}

export async function checkConnections(client: EngineClient, id: string | null): Promise<CommandResult> {
  const all = await client.connections.list({});
  const wanted = id === null ? all : all.filter((connection) => connection.id === id);
  if (wanted.length === 0)
    throw new CommandFailure(
      'NOT_FOUND',
      id === null ? 'There is no connection yet.' : `There is no connection "${id}". "connections list" shows them.`,
    );
  const checked: Connection[] = [];
  for (const connection of wanted) checked.push(await client.connections.check({ connectionId: connection.id }));
  const good = checked.filter((connection) => connection.state === 'connected' || connection.state === 'expiring');
  return {
    json: { connections: checked.map(connectionDocument) },
    text: checked
      .map(
        (item) =>
          `${item.id}  ${PLATFORM_LABELS[item.platform].name}  ${item.state}${item.problem ? `  ${item.problem.sentence}` : ''}`,
      )
      .join('\n'),
    exit: good.length === checked.length ? EXIT.done : good.length === 0 ? EXIT.failed : EXIT.partly,
  };
}

export async function removeConnection(client: EngineClient, id: string): Promise<CommandResult> {
  const removed = await client.connections.remove({ connectionId: id });
  return { json: removed, text: removed.sentence };
}

export async function listAccounts(client: EngineClient, refresh: boolean): Promise<CommandResult> {
  if (refresh) {
    for (const connection of await client.connections.list({}))
      await client.adAccounts.refresh({ connectionId: connection.id });
  }
  const accounts = (await client.adAccounts.list({ connectionId: null })).map((account) => ({
    platform: account.platform,
    adAccountId: account.adAccountId,
    name: account.name,
    currency: account.currency,
    timezone: account.timezone,
    status: account.status,
    manager: account.manager,
    managerPath: account.managerPath,
    client: account.client,
  }));
  return {
    json: { accounts },
    text:
      accounts
        .map(
          (item) =>
            `${item.platform}:${item.adAccountId}  ${item.name}  ${item.currency}  ${item.timezone}  ${item.manager ? 'manager' : item.status}  ${item.client ?? '(no client)'}`,
        )
        .join('\n') || 'No ad account yet. Connect a sign-in first: connections add --help',
  };
}

export async function assignAccounts(
  client: EngineClient,
  ids: readonly string[],
  name: string,
): Promise<CommandResult> {
  const known = Object.keys(PLATFORM_LABELS);
  const assignments = ids.map((id) => {
    const colon = id.indexOf(':');
    const platform = id.slice(0, Math.max(0, colon));
    const adAccountId = id.slice(colon + 1).trim();
    if (!known.includes(platform) || adAccountId === '') {
      throw new CommandFailure(
        'WRONG_USAGE',
        `"${id}" is not an ad account. Write it as <platform>:<adAccountId>, with one of ${known.join(', ')}.`,
        EXIT.usage,
      );
    }
    return { platform: platform as PlatformId, adAccountId, client: name };
  });
  if (name.trim() === '') throw new CommandFailure('WRONG_USAGE', 'A client needs a name.', EXIT.usage);
  const assigned = await client.adAccounts.assign({ assignments });
  return {
    json: {
      accounts: assigned.map((item) => ({
        platform: item.platform,
        adAccountId: item.adAccountId,
        name: item.name,
        client: item.client,
      })),
    },
    text: assigned
      .map((item) => `${item.platform}:${item.adAccountId} ${item.name} belongs to ${item.client}`)
      .join('\n'),
  };
}

export async function history(
  client: EngineClient,
  options: { client: string; limit: number },
): Promise<CommandResult> {
  const clientId = await clientIdOf(client, options.client);
  const runs: ImportRun[] = await client.imports.history({
    clientId,
    status: null,
    limit: options.limit,
    before: null,
  });
  return {
    json: { runs: runs.map((run) => runDocument(run)) },
    text: runs
      .map(
        (run) =>
          `${run.queuedAt}  ${run.platform}:${run.adAccountId}  ${run.status}  ${run.from} to ${run.to}  ${run.records.new} new, ${run.records.changed} changed, ${run.records.unchanged} unchanged${run.problem ? `  ${run.problem.sentence}` : ''}`,
      )
      .join('\n'),
  };
}

export async function exportCsv(
  client: EngineClient,
  what: 'performance' | 'campaigns',
  options: ExportOptions,
): Promise<CommandResult> {
  const range = checkRange(options.from, options.to);
  const clientId = await clientIdOf(client, options.client);
  const view = { clientId, range, compare: null, platforms: null, asKnownOn: options.asKnownOn ?? null };
  const file =
    what === 'performance'
      ? await client.exports.performance(view)
      : await client.exports.entities({ ...view, level: 'campaign', parentId: null });
  if (options.out === '-') return { json: { file: null, rows: file.rows, csv: file.csv }, text: file.csv, raw: true };
  const target = resolve(options.out);
  await writeWhole(target, file.csv);
  return { json: { file: target, rows: file.rows }, text: `${file.rows} rows written to ${target}` };
}

/** Old or new, never half: written beside the target and moved over it. */
async function writeWhole(named: string, text: string): Promise<void> {
  const known = await lstat(named).catch(() => null);
  const target = known?.isSymbolicLink() ? await realpath(named).catch(() => named) : named;
  const there = await stat(target).catch(() => null);
  // A pipe or a device is written to, never replaced by a file.
  if (there !== null && !there.isFile() && !there.isDirectory()) return writeFile(target, text);
  const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  try {
    await writeFile(part, text, { flag: 'wx' });
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const reasons: Record<string, string> = {
      ENOENT: 'its folder does not exist',
      EACCES: 'this folder may not be written to',
      EPERM: 'this folder may not be written to',
      EROFS: 'this folder is read-only',
      ENOSPC: 'the disk is full',
      EISDIR: 'it is a folder',
    };
    throw new CommandFailure(
      'CANNOT_WRITE',
      `${target} could not be written: ${reasons[code] ?? (code || 'unknown reason')}. Choose another --out.`,
    );
  }
}
