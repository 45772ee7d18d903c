import { Button, Checkbox, Field, Label, Select } from '@digdir/designsystemet-react';
import { type FormEvent, useId, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useTranslation } from '../../../i18n/useTranslation';
import { useMedia } from '../../../state/useMedia';
import { Line } from '../report/fields';
import { askedFor, CHOSEN, changed, FILTERS, TICKED } from './filters';

const ROOMY = '(min-width: 52rem)';

/** The filters of the list; where there is no room for them before the first case, behind a button. */
export function InboxFilters() {
  const { t } = useTranslation('desk');
  const roomy = useMedia(ROOMY);
  const [search] = useSearchParams();
  const [unfolded, unfold] = useState(false);
  if (roomy) return <Filters />;
  const count = askedFor(search).length;
  return (
    <>
      <div>
        <Button aria-expanded={unfolded} onClick={() => unfold(!unfolded)} variant="secondary">
          {t(count > 0 ? 'inbox.unfoldSet' : 'inbox.unfold', { count })}
        </Button>
      </div>
      {unfolded && <Filters />}
    </>
  );
}

/** They stand in the address, so that going back finds the same list. */
function Filters() {
  const { t } = useTranslation('desk');
  const [search, setSearch] = useSearchParams();
  const [name, setName] = useState(search.get('name') ?? '');
  const set = (which: string, value: string) => setSearch(changed(search, which, value), { replace: true });
  const find = (event: FormEvent) => {
    event.preventDefault();
    set('name', name.trim());
  };
  return (
    <form aria-label={t('inbox.filters')} className="desk-filters" onSubmit={find}>
      {CHOSEN.map((each) => (
        <Filter
          key={each}
          name={each}
          onChoose={(value) => set(each, value)}
          value={search.get(each) ?? ''}
        />
      ))}
      {TICKED.map((each) => (
        <Checkbox
          checked={search.has(each)}
          key={each}
          label={t(`inbox.${each}`)}
          onChange={(event) => set(each, event.target.checked ? '1' : '')}
        />
      ))}
      <div className="desk-filters__find">
        <Line label={t('inbox.name')} onType={setName} value={name} />
        <Button type="submit" variant="secondary">
          {t('inbox.search')}
        </Button>
      </div>
    </form>
  );
}

interface FilterProps {
  name: keyof typeof FILTERS;
  value: string;
  onChoose: (value: string) => void;
}

const WORDS = { age: 'inbox.ages', means: 'values.means', thing: 'values.thing' };

function Filter({ name, value, onChoose }: FilterProps) {
  const { t } = useTranslation('desk');
  const id = useId();
  const words = { ...WORDS, handler: 'inbox.handlers', status: 'statuses' }[name];
  return (
    <Field>
      <Label htmlFor={id}>{t(`inbox.${name}`)}</Label>
      <Select id={id} onChange={(event) => onChoose(event.target.value)} value={value}>
        <option value="">{t(name === 'status' ? 'inbox.waiting' : 'inbox.all')}</option>
        {FILTERS[name].map((each) => (
          <option key={each} value={each}>
            {t(`${words}.${each}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
