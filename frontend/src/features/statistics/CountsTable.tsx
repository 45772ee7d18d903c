import { Fragment, type ReactNode } from 'react';
import type { CountTable, Line } from '../../domain/openapi';
import { numberInWords } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { sayer } from './words';

export interface Row {
  count: string;
  value?: string;
  child?: boolean;
}

interface CountsTableProps {
  counts: CountTable[];
  texts: Record<string, string>;
  caption: string;
  /** What a number leads to, if anything. */
  link?: ((row: Row, number: number, name: string) => ReactNode) | undefined;
  /** Of the year before: what each number has changed by is shown. */
  before?: CountTable[] | undefined;
}

/** Every count with its parts, a row each. A number that is not shown is a dash, and said as that. */
export function CountsTable({ counts, texts, caption, link, before }: CountsTableProps) {
  const { t } = useTranslation('statistics');
  return (
    <table className="counts">
      <caption className="quiet">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('total')}</th>
          <th scope="col">{t('child')}</th>
          <th scope="col">{t('adult')}</th>
          {before && <th scope="col">{t('change')}</th>}
        </tr>
      </thead>
      {counts.map((count) => (
        <CountRows before={before} count={count} key={count.key} link={link} texts={texts} />
      ))}
    </table>
  );
}

interface CountRowsProps {
  count: CountTable;
  texts: Record<string, string>;
  link: CountsTableProps['link'];
  before: CountTable[] | undefined;
}

function CountRows({ count, texts, link, before }: CountRowsProps) {
  const say = sayer(texts);
  const name = say(`count.${count.key}`);
  const last = before?.find(({ key }) => key === count.key);
  const area = (which: string) => count.areas.find((line) => line.name === which)?.number;
  const linked = (row: Row, number: number | null | undefined, label: string) =>
    number && link ? link(row, number, label) : undefined;
  return (
    <tbody>
      <tr className="counts__head">
        <th scope="row">
          {name} <span className="quiet">{count.number}</span>
          <p className="counts__meaning quiet">{say(`meaning.${count.key}`)}</p>
        </th>
        {count.shows_total ? (
          <Cell of={linked({ count: count.key }, count.total, name)} value={count.total} />
        ) : (
          <td />
        )}
        <Cell of={linked({ count: count.key, child: true }, area('child'), name)} value={area('child')} />
        <Cell of={linked({ count: count.key, child: false }, area('adult'), name)} value={area('adult')} />
        {before && <Change from={last?.total} shown={count.shows_total} to={count.total} />}
      </tr>
      {count.values.map((line) => (
        <PartRow
          key={line.name}
          name={say(`value.${count.key}.${line.name}`)}
          of={linked({ count: count.key, value: line.name }, line.number, name)}
          change={before && { from: partOf(last?.values, line), to: line.number }}
          value={line.number}
        />
      ))}
      {count.services.length > 1 &&
        count.services.map((line) => (
          <PartRow
            change={before && { from: partOf(last?.services, line), to: line.number }}
            key={`service ${line.name}`}
            name={namedBy(say, count.by, line.name)}
            value={line.number}
          />
        ))}
      <Measures count={count} wide={Boolean(before)} texts={texts} />
    </tbody>
  );
}

const partOf = (lines: Line[] | undefined, { name }: Line) =>
  lines?.find((line) => line.name === name)?.number;

/** `by`: of what the name is, a service or an organisation. */
function namedBy(say: (key: string) => string, by: string, name: string): string {
  if (name === '') return say(`${by}.none`);
  return name === 'others' ? say(`${by}.others`) : name;
}

interface PartRowProps {
  name: string;
  value: number | null;
  of?: ReactNode;
  change?: { from: number | null | undefined; to: number | null } | undefined;
}

function PartRow({ name, value, of, change }: PartRowProps) {
  return (
    <tr>
      <th className="counts__part" scope="row">
        {name}
      </th>
      <Cell of={of} value={value} />
      <td />
      <td />
      {change && <Change from={change.from} shown to={change.to} />}
    </tr>
  );
}

function Measures({
  count,
  texts,
  wide,
}: {
  count: CountTable;
  texts: Record<string, string>;
  wide: boolean;
}) {
  const say = sayer(texts);
  const rows = [
    ['median', count.days?.median],
    ['ninety', count.days?.most_of_them],
    ['longest', count.days?.longest],
    ['per-person', count.per_person],
  ] as const;
  return rows.map(
    ([key, number]) =>
      number !== null &&
      number !== undefined && (
        <Fragment key={key}>
          <tr>
            <th className="counts__part" scope="row">
              {say(`days.${key}`)}
            </th>
            <td>{number}</td>
            <td />
            <td />
            {wide && <td />}
          </tr>
        </Fragment>
      ),
  );
}

function Cell({ value, of }: { value: number | null | undefined; of?: ReactNode }) {
  const { t, i18n } = useTranslation('statistics');
  if (value === undefined) return <td />;
  if (value === null) {
    return (
      <td>
        <span aria-hidden="true">–</span>
        <span className="ds-sr-only">{t('blanked')}</span>
      </td>
    );
  }
  return <td>{of ?? numberInWords(value, i18n.language)}</td>;
}

interface ChangeProps {
  from: number | null | undefined;
  to: number | null;
  shown: boolean;
}

function Change({ from, to, shown }: ChangeProps) {
  if (!shown || from === null || from === undefined || to === null) return <td />;
  const change = to - from;
  return <td>{change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0'}</td>;
}
