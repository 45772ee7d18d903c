import { Field, Label, Select } from '@digdir/designsystemet-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiGet, keys } from '../../api';
import { COUNTS_WITHOUT_CASES } from '../../domain/contract';
import { todayInNorway } from '../../domain/dates';
import type { UnitOverview } from '../../domain/openapi';
import { dayInFull, monthInFull, numberInWords } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { countedCasesPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { UnitPage } from '../../ui/unit/UnitPage';
import { CountsTable, type Row } from './CountsTable';
import { useTexts } from './useTexts';
import '../../i18n/statistics';
import './statistics.css';

const MONTHS = 24;
const CHOICES = ['month', 'area', 'service'] as const;

/** No list of cases is behind these. */
const WITHOUT_CASES = new Set<string>(COUNTS_WITHOUT_CASES);

/** How many cases of what the unit has, of a month; for case handlers by area and service, with the cases behind. */
export function OverviewPage() {
  const { t } = useTranslation('statistics');
  const { municipality = '' } = useParams();
  const [chosen] = useSearchParams();
  const query = CHOICES.flatMap((name) =>
    chosen.has(name) ? [[name, chosen.get(name) ?? ''] as const] : [],
  );
  const texts = useTexts(municipality);
  const found = useQuery({
    queryKey: keys.unitOverview(municipality, query),
    queryFn: ({ signal }) => apiGet('/api/units/{municipality}/overview', { municipality }, signal, query),
    placeholderData: keepPreviousData,
  });
  const failed = found.error ?? texts.error;
  return (
    <UnitPage>
      {failed && <ProblemStatement error={failed} onRetry={() => void found.refetch()} />}
      {!failed && !(found.data && texts.data) && <Loading label={t('loading')} />}
      {!failed && found.data && texts.data && (
        <Overview municipality={municipality} overview={found.data} texts={texts.data} />
      )}
    </UnitPage>
  );
}

interface OverviewProps {
  municipality: string;
  overview: UnitOverview;
  texts: Record<string, string>;
}

function Overview({ municipality, overview, texts }: OverviewProps) {
  const { t, i18n } = useTranslation('statistics');
  const [chosen] = useSearchParams();
  const behind = (row: Row, number: number, name: string) => {
    const asked = new URLSearchParams(chosen);
    asked.set('month', overview.month);
    asked.set('count', row.count);
    if (row.value !== undefined) asked.set('value', row.value);
    if (row.child !== undefined) asked.set('area', row.child ? 'child' : 'adult');
    return (
      <Link
        aria-label={t('behind', { number, name })}
        className="ds-link"
        to={`${countedCasesPath(municipality)}?${asked}`}
      >
        {numberInWords(number, i18n.language)}
      </Link>
    );
  };
  const link = (row: Row, number: number, name: string) =>
    WITHOUT_CASES.has(row.count) ? undefined : behind(row, number, name);
  return (
    <div className="front statistics">
      <PageHeading tab={t('title')} title={t('title')} />
      <p>
        {t(overview.finished ? 'asOfEnd' : 'asOfToday', { day: dayInFull(overview.as_of, i18n.language) })}
        {!overview.full && ` ${t('small', { least: overview.blanked_under })}`}
      </p>
      <Choices overview={overview} />
      <CountsTable
        caption={t('caption')}
        counts={overview.counts}
        link={overview.full ? link : undefined}
        texts={texts}
      />
    </div>
  );
}

function Choices({ overview }: { overview: UnitOverview }) {
  const { t, i18n } = useTranslation('statistics');
  const [chosen, choose] = useSearchParams();
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(chosen);
    if (value === '*') next.delete(name);
    else next.set(name, value);
    choose(next, { replace: true });
  };
  const months = monthsBefore(overview.full, overview.month);
  const areas = [
    ['*', t('everybody')],
    ['child', t('child')],
    ['adult', t('adult')],
  ] as const;
  const services = [
    ['*', t('everyService')],
    ...overview.services.map((each) => [each, each] as const),
  ] as const;
  return (
    <div className="statistics__choices">
      <Choice
        label={t('month')}
        onChoose={(value) => change('month', value)}
        options={months.map((month) => [month, monthInFull(month, i18n.language)])}
        value={overview.month}
      />
      {overview.full && (
        <Choice
          label={t('area')}
          onChoose={(value) => change('area', value)}
          options={areas}
          value={chosen.get('area') ?? '*'}
        />
      )}
      {overview.full && overview.services.length > 0 && (
        <Choice
          label={t('service')}
          onChoose={(value) => change('service', value)}
          options={services}
          value={chosen.get('service') ?? '*'}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <Field>
      <Label>{label}</Label>
      <Select onChange={(event) => onChoose(event.target.value)} value={value}>
        {options.map(([key, words]) => (
          <Select.Option key={key} value={key}>
            {words}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}

/** Newest first, and the one that is shown even if it is older. */
function monthsBefore(full: boolean, shown: string): string[] {
  const [year = 0, month = 1] = todayInNorway().split('-').map(Number);
  const last = year * 12 + month - 1 - (full ? 0 : 1);
  const months = Array.from({ length: MONTHS }, (_, back) => monthOf(last - back));
  return months.includes(shown) ? months : [shown, ...months];
}

function monthOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}
