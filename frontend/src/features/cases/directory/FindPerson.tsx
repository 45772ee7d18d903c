import { Button, Fieldset, Radio } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { apiSend } from '../../../api';
import type { FoundPerson } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { Line } from '../report/fields';

interface FindPersonProps {
  municipality: string;
  chosen: string;
  onChoose: (person: string) => void;
}

/** Somebody by their whole name, of those who work for an organisation; or by the code that they give. */
export function FindPerson({ municipality, chosen, onChoose }: FindPersonProps) {
  const { t } = useTranslation('desk');
  const group = useId();
  const [name, setName] = useState('');
  const [byCode, setByCode] = useState(false);
  const { found, said, find } = useFound(municipality);
  const search = async () => {
    const [only, ...others] = await find(name);
    onChoose(only && others.length === 0 ? only.person : '');
  };
  if (byCode) return <Line label={t('fields.person')} onType={onChoose} value={chosen} />;
  return (
    <>
      <Line help={t('directory.find.help')} label={t('directory.find.name')} onType={setName} value={name} />
      <div className="report__acts">
        <Button onClick={() => void search()} type="button" variant="secondary">
          {t('directory.find.find')}
        </Button>
        <Button onClick={() => setByCode(true)} type="button" variant="tertiary">
          {t('directory.find.byCode')}
        </Button>
      </div>
      <p role="status">{said}</p>
      {found.length > 0 && (
        <Fieldset>
          <Fieldset.Legend>{t('directory.find.who')}</Fieldset.Legend>
          {found.map((each) => (
            <Radio
              checked={chosen === each.person}
              key={each.person}
              label={[each.name, each.organisation].filter(Boolean).join(', ')}
              name={group}
              onChange={() => onChoose(each.person)}
              value={each.person}
            />
          ))}
        </Fieldset>
      )}
    </>
  );
}

function useFound(municipality: string) {
  const { t } = useTranslation('desk');
  const [found, setFound] = useState<FoundPerson[]>([]);
  const [said, setSaid] = useState('');
  const find = async (name: string): Promise<FoundPerson[]> => {
    setSaid('');
    setFound([]);
    if (!name.trim()) {
      setSaid(t('directory.find.noName'));
      return [];
    }
    try {
      const { people } = await apiSend(
        'POST /api/units/{municipality}/people',
        { municipality },
        { name: name.trim() },
      );
      setFound(people);
      setSaid(
        people.length > 0 ? t('directory.find.found', { count: people.length }) : t('directory.find.nobody'),
      );
      return people;
    } catch {
      setSaid(t('failed'));
      return [];
    }
  };
  return { found, said, find };
}
