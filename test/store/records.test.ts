import { expectTypeOf, test } from 'vitest';
import type {
  AdAccountRecord,
  InsightRecord,
  SetAsideRow,
  StructureEntity,
} from '../../src/main/platforms/platform.ts';
import type { AdAccountInput, InsightInput, SetAsideInput, StructureInput } from '../../src/main/store/records.ts';

test('what platforms answer can be handed to the store as it is', () => {
  expectTypeOf<InsightRecord>().toExtend<InsightInput>();
  expectTypeOf<StructureEntity>().toExtend<StructureInput>();
  expectTypeOf<AdAccountRecord>().toExtend<AdAccountInput>();
  expectTypeOf<SetAsideRow>().toExtend<SetAsideInput>();
  // The other way round: the store keeps every field the platforms tell.
  expectTypeOf<keyof InsightRecord>().toEqualTypeOf<keyof InsightInput>();
  expectTypeOf<keyof StructureEntity>().toEqualTypeOf<keyof StructureInput>();
  expectTypeOf<keyof AdAccountRecord>().toEqualTypeOf<keyof AdAccountInput>();
});
