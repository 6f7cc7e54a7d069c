import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../src/contract/contract.ts';
import { errors } from '../../src/contract/errors.ts';
// @ts-expect-error plain JavaScript without types, like every script that runs before anything is installed
import { lockfileFaults as untypedLockfileFaults } from '../../scripts/check-lockfile.mjs';

const lockfileFaults = untypedLockfileFaults as (lockfile: string, manifest: string) => string[];

type Procedure = { path: string; input: unknown; output: unknown; errors: Record<string, unknown> };

/** Every procedure of a contract by its dotted name. */
function procedures(router: object, prefix = ''): Procedure[] {
  return Object.entries(router).flatMap(([name, value]): Procedure[] => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (!isContractProcedure(value)) return procedures(value as object, path);
    const { inputSchema, outputSchema, errorMap } = value['~orpc'];
    return [{ path, input: inputSchema, output: outputSchema, errors: errorMap as Record<string, unknown> }];
  });
}

/** Names of all fields a schema can carry, with the way to them. Streams count by what they yield. */
function fields(schema: unknown, way: string): string[] {
  const stream = getEventIteratorSchemaDetails(schema as never);
  if (stream !== undefined) return fields(stream.yields, `${way}[]`);
  if (!(schema instanceof z.ZodType)) throw new Error(`${way} is not described by a schema`);
  const names: string[] = [];
  const walk = (node: unknown, at: string): void => {
    if (Array.isArray(node)) for (const part of node) walk(part, at);
    else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties') {
          for (const [name, inner] of Object.entries(value as object)) {
            names.push(`${at}.${name}`);
            walk(inner, `${at}.${name}`);
          }
        } else walk(value, at);
      }
    }
  };
  walk(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), way);
  return names;
}

const SECRET = /token|secret|passw|passphrase|credential|api_?key|authorization$/i;
/** Fields that speak about secrets without carrying one, each with what it is. */
const HARMLESS: Record<string, string> = {
  'workspace.state.secretStore': 'which kind of store keeps the secrets',
  'workspace.changes[].secretStore': 'the same, as a stream',
  'platforms.list.appFields.secret': 'whether an input field hides what is typed',
  'platforms.list.pastedSecret': 'the label and the hint of an input field',
};

describe('the contract', () => {
  const all = procedures(contract);

  it('has procedures, each with a described input and output', () => {
    expect(all.length).toBeGreaterThan(30);
    for (const { path, input, output } of all) {
      expect([path, input instanceof z.ZodType]).toEqual([path, true]);
      expect(() => fields(output, path)).not.toThrow();
    }
  });

  it('gives every error code a sentence', () => {
    for (const [code, { message }] of Object.entries(errors)) {
      expect([code, message]).toEqual([code, expect.stringMatching(/^[A-Z].{15,}\.$/)]);
    }
    for (const { path, errors: declared } of all) {
      expect([path, Object.keys(declared).sort()]).toEqual([path, Object.keys(errors).sort()]);
    }
  });

  it('lets no secret out', () => {
    const named = all
      .flatMap(({ path, output }) => fields(output, path))
      .filter((field) => SECRET.test(field.split('.').at(-1) ?? ''));
    expect(named.filter((field) => !(field in HARMLESS))).toEqual([]);
    // An entry nobody needs any more would cover the next field of that name.
    expect(Object.keys(HARMLESS).filter((field) => !named.includes(field))).toEqual([]);
    const inErrors = Object.entries(errors).flatMap(([code, { data }]) => fields(data, code));
    expect(inErrors.filter((field) => SECRET.test(field.split('.').at(-1) ?? ''))).toEqual([]);
  });

  it('would notice a secret deep inside a stream', () => {
    const leak = z.array(z.object({ a: z.union([z.null(), z.object({ accessToken: z.string() })]) }));
    expect(fields(leak, 'x').filter((field) => SECRET.test(field))).toEqual(['x.a.accessToken']);
  });
});

describe('the lockfile', () => {
  const read = (name: string): string => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');

  it('is complete for every system and agrees with package.json', () => {
    expect(lockfileFaults(read('package-lock.json'), read('package.json'))).toEqual([]);
  });

  it('would be found incomplete', () => {
    const lockfile = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> };
    const victim = Object.keys(lockfile.packages).find((path) => path.includes('oxide-android-arm64')) ?? '';
    expect(victim).not.toBe('');
    delete lockfile.packages[victim];
    expect(lockfileFaults(JSON.stringify(lockfile), read('package.json'))).toEqual([
      expect.stringContaining('oxide-android-arm64'),
    ]);
    const loose = read('package.json').replace('"zod": "', '"zod": "^');
    expect(lockfileFaults(read('package-lock.json'), loose).join('\n')).toContain('not an exact version');
  });
});
