import { Alert, Button } from '@digdir/designsystemet-react';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { ListedCoordinator } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
import { UnitPage } from '../../ui/unit/UnitPage';
import { useFocusReturn } from '../../ui/useFocusReturn';
import { CoordinatorForm } from './desk/CoordinatorForm';
import { CoordinatorsTable } from './desk/CoordinatorsTable';
import { useDirectory } from './desk/directory';
import { Absences } from './directory/Absences';
import { thoseWith } from './directory/finding';
import { Leaders } from './directory/Leaders';
import { Line } from './report/fields';
import '../../i18n/cases';
import './desk/words';
import './cases.css';

/** Who may coordinate in a municipality, as its case handlers keep it. */
export function CoordinatorsPage() {
  const { municipality = '' } = useParams();
  const { t } = useTranslation('cases');
  const directory = useDirectory(municipality);
  return (
    <UnitPage>
      <Answered loading={t('desk.loading')} of={directory}>
        {(listed) => <Listed listed={listed} municipality={municipality} />}
      </Answered>
    </UnitPage>
  );
}

interface Opened {
  whom: ListedCoordinator | null;
}

function Listed({ listed, municipality }: { listed: ListedCoordinator[]; municipality: string }) {
  const { t } = useTranslation('desk');
  const [opened, open] = useState<Opened | null>(null);
  const [saved, setSaved] = useState(false);
  const place = useFocusReturn();
  const begin = (whom: ListedCoordinator | null) => {
    setSaved(false);
    open({ whom });
  };
  const close = (isSaved: boolean) => {
    setSaved(isSaved);
    open(null);
    place.goBack();
  };
  return (
    <div className="front" ref={place.around}>
      <PageHeading tab={t('directory.title')} title={t('directory.title')} />
      <p className="quiet">{t('directory.intro')}</p>
      {listed.length > 0 && <Absences municipality={municipality} />}
      {listed.length === 0 ? (
        <p>{t('directory.none')}</p>
      ) : (
        <Filtered listed={listed}>
          {(there) => (
            <CoordinatorsTable
              isChanging={opened !== null}
              listed={there}
              municipality={municipality}
              onChange={begin}
            />
          )}
        </Filtered>
      )}
      <div role="status">{saved && <Alert data-color="success">{t('saved')}</Alert>}</div>
      <div>
        <Button disabled={opened !== null} onClick={() => begin(null)} variant="secondary">
          {t('directory.add')}
        </Button>
      </div>
      {opened && (
        <CoordinatorForm
          key={opened.whom?.person ?? ''}
          municipality={municipality}
          onLeave={() => close(false)}
          onSaved={() => close(true)}
          whom={opened.whom}
        />
      )}
      <Leaders municipality={municipality} />
    </div>
  );
}

/** Those in the list who fit what is looked for. */
function Filtered({
  listed,
  children,
}: {
  listed: ListedCoordinator[];
  children: (there: ListedCoordinator[]) => ReactNode;
}) {
  const { t } = useTranslation('desk');
  const [words, setWords] = useState('');
  const there = thoseWith(listed, words);
  return (
    <>
      <Line label={t('directory.filter')} onType={setWords} value={words} />
      {there.length > 0 ? children(there) : <p>{t('directory.noMatch')}</p>}
    </>
  );
}
