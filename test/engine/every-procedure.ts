import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../../src/contract/contract.ts';
import type { startTestEngine } from './engine-kit.ts';

type Client = Awaited<ReturnType<typeof startTestEngine>>['client'];
type Schema = Record<string, unknown>;

/** Tried in this order for texts with a pattern. */
const TEXTS = ['1', 'long enough', '2026-11-01', 'PLN', '2026-11-01T00:00:00Z', '#112233', '2026-11'];

function text(schema: Schema): string {
  const { pattern, format, minLength } = schema;
  if (format === 'date-time') return '2026-11-01T00:00:00Z';
  const fits = TEXTS.find(
    (candidate) =>
      candidate.length >= (typeof minLength === 'number' ? minLength : 0) &&
      (typeof pattern !== 'string' || new RegExp(pattern).test(candidate)),
  );
  if (fits === undefined) throw new Error(`No sample text for ${JSON.stringify(schema)}: add one to TEXTS.`);
  return fits;
}

function sample(schema: Schema): unknown {
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const choice = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choice)) return sample(choice[0] as Schema);
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
      const required = (schema['required'] ?? []) as string[];
      return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
    }
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => sample(schema['items'] as Schema));
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 1), 1);
    case 'boolean':
      return false;
    default:
      return null;
  }
}

/** A valid input with the required fields alone, made from the schema. */
export function sampleInput(schema: z.ZodType): unknown {
  const input = sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Error(`${JSON.stringify(input)} is no valid sample: ${parsed.error.message}`);
  return input;
}

/** One call of every procedure of the contract, by `feature.verb`; of a stream until its first item. */
export function everyCall(client: Client): { name: string; call: () => Promise<unknown> }[] {
  return Object.entries(contract).flatMap(([feature, verbs]) =>
    Object.entries(verbs as Record<string, unknown>).map(([verb, procedure]) => {
      if (!isContractProcedure(procedure)) throw new Error(`${feature}.${verb} is no procedure`);
      const { inputSchema, outputSchema } = procedure['~orpc'];
      const features = client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
      return {
        name: `${feature}.${verb}`,
        async call() {
          const answer = await features[feature]![verb]!(sampleInput(inputSchema as z.ZodType));
          if (getEventIteratorSchemaDetails(outputSchema as never) === undefined) return answer;
          for await (const item of answer as AsyncIterable<unknown>) return item;
          return undefined;
        },
      };
    }),
  );
}
