import type { ImportSlots } from '../../ui/slots.ts';
import { ScreenHeader } from '../../ui/index.ts';
export const OverviewView = (_: { clientId?: string; slots: ImportSlots }) => <ScreenHeader title="overview" />;
