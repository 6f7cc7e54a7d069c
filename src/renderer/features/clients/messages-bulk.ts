import { defineMessages } from '../../ui/text.ts';

/** What is done with several clients at once. */
export const bulk = defineMessages('clients-bulk', {
  label: 'Selected clients',
  selected: '{count} selected',
  importSelected: 'Import selected',
  tag: 'Tag…',
  owner: 'Owner…',
  exportCsv: 'Export CSV',
  schedule: 'Schedule',
  scheduleOn: '{clients, plural, one {Import by itself} other {Import by themselves}}',
  scheduleOff: '{clients, plural, one {Do not import by itself} other {Do not import by themselves}}',
  scheduleDefault: 'As the default says',
  schedulesFailed: 'The schedules were not changed',
  clear: 'Clear selection',

  tagsOf: 'Tags of {clients, plural, one {# client} other {# clients}}',
  changeTags: 'Change tags',
  changeTagsFirst: 'Add or take away a tag first',
  addTags: 'Add',
  removeTags: 'Take away',

  ownerOf: 'Owner of {clients, plural, one {# client} other {# clients}}',
  setOwner: 'Set owner',
  nobody: 'Nobody',
  ownerName: 'Owner',
  severalOwners: 'Several',

  didTags: 'Tags of {clients, plural, one {# client} other {# clients}} changed',
  didOwner: '{clients, plural, one {# client} other {# clients}} given to {owner}',
  didNobody:
    '{clients, plural, one {# client: nobody looks after it now} other {# clients: nobody looks after them now}}',
  didOn: '{clients, plural, one {# client: imported by itself} other {# clients: imported by themselves}}',
  didOff:
    '{clients, plural, one {# client: no longer imported by itself} other {# clients: no longer imported by themselves}}',
  didDefault: '{clients, plural, one {# client: follows the default} other {# clients: follow the default}}',
});
