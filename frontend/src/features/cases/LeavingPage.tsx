import { useParams } from 'react-router';
import { todayInNorway } from '../../domain/dates';
import { useTranslation } from '../../i18n/useTranslation';
import { Loading } from '../../ui/Loading';
import { ProblemStatement } from '../../ui/ProblemStatement';
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
  if (directory.isSuccess && !leaver) return <NotFoundPage />;
  const [wrong] = [directory, cases, leaders].filter(({ isError }) => isError);
  return (
    <UnitPage>
      {!wrong && !(leaver && cases.data && leaders.data) && <Loading label={t('desk.loading')} />}
      {wrong?.error && <ProblemStatement error={wrong.error} onRetry={() => void wrong.refetch()} />}
      {leaver && cases.data && leaders.data && (
        <Leaving
          cases={cases.data}
          leaders={leaders.data.leaders}
          leaver={leaver}
          listed={(directory.data ?? []).filter((each) => isThere(each, todayInNorway()))}
          municipality={municipality}
        />
      )}
    </UnitPage>
  );
}
