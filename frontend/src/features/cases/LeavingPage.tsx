import { useParams } from 'react-router';
import { todayInNorway } from '../../domain/dates';
import { useTranslation } from '../../i18n/useTranslation';
import { Answered } from '../../ui/problems/Answered';
import { NotFoundPage } from '../../ui/problems/NotFoundPage';
import { UnitPage } from '../../ui/unit/UnitPage';
import { useDirectory } from './desk/directory';
import { isThere } from './directory/finding';
import { useLeaders } from './directory/useLeaders';
import { Leaving } from './leaving/Leaving';
import { useTheirCases } from './leaving/useTheirCases';
import '../../i18n/cases';
import './desk/words';
import './cases.css';

/** A coordinator leaves: who takes over each of their cases, for the case handlers of a municipality. */
export function LeavingPage() {
  const { municipality = '', person = '' } = useParams();
  const { t } = useTranslation('cases');
  const directory = useDirectory(municipality);
  const cases = useTheirCases(municipality, person);
  const leaders = useLeaders(municipality);
  const leaver = directory.data?.find((each) => each.person === person);
  if (directory.data && !leaver) return <NotFoundPage />;
  return (
    <UnitPage>
      <Answered loading={t('desk.loading')} of={directory}>
        {(all) => (
          <Answered loading={t('desk.loading')} of={cases}>
            {(theirs) => (
              <Answered loading={t('desk.loading')} of={leaders}>
                {(leading) =>
                  leaver && (
                    <Leaving
                      cases={theirs}
                      leaders={leading.leaders}
                      leaver={leaver}
                      listed={all.filter((each) => isThere(each, todayInNorway()))}
                      municipality={municipality}
                    />
                  )
                }
              </Answered>
            )}
          </Answered>
        )}
      </Answered>
    </UnitPage>
  );
}
