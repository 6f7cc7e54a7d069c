import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Profile } from '../../../contract/client-profile.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, TextField } from '../../ui/index.ts';
import { TagInput } from '../../ui/tag-input.tsx';
import { changeDetails } from './changes.ts';

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
      title={`${profile.name}: name, owner and tags`}
      onClose={onClose}
      submit={save.isPending ? 'Saving…' : 'Save'}
      disabled={save.isPending}
      onSubmit={() => {
        setTried(true);
        if (name.trim() !== '') save.mutate();
      }}
    >
      <TextField
        label="Name"
        value={name}
        maxLength={200}
        dir="auto"
        onChange={(event) => setName(event.target.value)}
        error={
          save.isError ? sentenceOf(save.error) : tried && name.trim() === '' ? 'Write the name of the client.' : null
        }
      />
      <TextField
        label="City"
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
        label="Owner"
        list={owners}
        value={owner}
        maxLength={120}
        dir="auto"
        hint="Who looks after this client."
        onChange={(event) => setOwner(event.target.value)}
      />
      <TagInput
        label="Tags"
        values={tags}
        onChange={setTags}
        suggestions={(labels.data?.tags ?? []).map((one) => one.tag)}
      />
    </FormDialog>
  );
};
