import type { ImportSlots } from '../../ui/slots.ts';
import { ScreenHeader } from '../../ui/index.ts';
export const CampaignsView = (_: { clientId?: string; slots: ImportSlots }) => <ScreenHeader title="campaigns" />;
