import type { ImportSlots } from '../../ui/slots.ts';
import { ScreenHeader } from '../../ui/index.ts';
export const ClientsView = (_: { clientId?: string; slots: ImportSlots }) => <ScreenHeader title="clients" />;
