import { Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiSend, isProblem, keys } from '../../../api';
import type { ListedCoordinator } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { takesFocus } from '../../../ui/PageHeading';

interface RemoveProps {
  municipality: string;
  whom: ListedCoordinator;
  onRemoved: () => void;
}

/** Takes somebody off the list; whoever still has cases hands them over first. */
export function RemoveCoordinator({ municipality, whom, onRemoved }: RemoveProps) {
  const { t } = useTranslation('desk');
  const queries = useQueryClient();
  const [asked, ask] = useState(false);
  const [wrong, setWrong] = useState('');
  const remove = async () => {
    setWrong('');
    const where = { municipality, person: whom.person };
    try {
      await apiSend('POST /api/units/{municipality}/coordinators/{person}/removal', where, {
        version: whom.version,
      });
      await queries.invalidateQueries({ queryKey: keys.coordinators(municipality) });
      onRemoved();
    } catch (error) {
      const still = isProblem(error, 'not-now');
      setWrong(
        t(still ? 'directory.remove.still' : isProblem(error, 'outdated') ? 'directory.outdated' : 'failed'),
      );
    }
  };
  if (whom.active_cases > 0) return <p className="quiet">{t('directory.remove.still')}</p>;
  return (
    <>
      {!asked && (
        <div>
          <Button onClick={() => ask(true)} type="button" variant="tertiary">
            {t('directory.remove.ask')}
          </Button>
        </div>
      )}
      {asked && (
        <>
          <p ref={takesFocus} tabIndex={-1}>
            {t('directory.remove.text', { name: whom.name })}
          </p>
          <div className="report__acts">
            <Button data-color="danger" onClick={() => void remove()} type="button">
              {t('directory.remove.sure')}
            </Button>
            <Button onClick={() => ask(false)} type="button" variant="tertiary">
              {t('directory.leave')}
            </Button>
          </div>
        </>
      )}
      <p role="status">{wrong}</p>
    </>
  );
}
