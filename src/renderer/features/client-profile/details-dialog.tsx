import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Profile } from '../../../contract/client-profile.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, TextField } from '../../ui/index.ts';
import { TagInput } from '../../ui/tag-input.tsx';
import { t } from '../../ui/text.ts';
import { changeDetails } from './changes.ts';
import { m } from './messages.ts';

/** Name, city, owner and tags of one client. */
export const DetailsDialog = ({ profile, onClose }: { profile: Profile; onClose: () => void }) => {
  const owners = useId();
  const labels = useQuery(api.clients.labels.queryOptions({ input: {} }));
  const [name, setName] = useState(profile.name);
  const [city, setCity] = useState(profile.city ?? '');
  const [owner, setOwner] = useState(profile.owner ?? '');
  const [tags, setTags] = useState<readonly string[]>(profile.tags);
  const [tried, setTried] = useState(false);
  const orNull = (text: string): string | null => text.replace(/\s+/gu, ' ').trim() || null;
  const save = useMutation({
    mutationFn: () =>
      changeDetails(profile.id, profile, { name: name.trim(), city: orNull(city), owner: orNull(owner), tags }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t(m.detailsTitle, { name: profile.name })}
      onClose={onClose}
      submit={save.isPending ? t(m.saving) : t(m.save)}
      disabled={save.isPending}
      onSubmit={() => {
        setTried(true);
        if (name.trim() !== '') save.mutate();
      }}
    >
      <TextField
        label={t(m.name)}
        value={name}
        maxLength={200}
        dir="auto"
        onChange={(event) => setName(event.target.value)}
        error={save.isError ? sentenceOf(save.error) : tried && name.trim() === '' ? t(m.nameMissing) : null}
      />
      <TextField
        label={t(m.city)}
        value={city}
        maxLength={200}
        dir="auto"
        onChange={(event) => setCity(event.target.value)}
      />
      <datalist id={owners}>
        {(labels.data?.owners ?? []).map((one) => (
          <option key={one.owner} value={one.owner} />
        ))}
      </datalist>
      <TextField
        label={t(m.owner)}
        list={owners}
        value={owner}
        maxLength={120}
        dir="auto"
        hint={t(m.ownerHint)}
        onChange={(event) => setOwner(event.target.value)}
      />
      <TagInput
        label={t(m.tags)}
        values={tags}
        onChange={setTags}
        suggestions={(labels.data?.tags ?? []).map((one) => one.tag)}
      />
    </FormDialog>
  );
};
