import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../api';
import type { ContactLine } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import './unit.css';

/** How the unit of a municipality, by its number, is reached, as its public page says it; nothing where that says nothing. */
export function UnitContact({ number }: { number: string }) {
  const { language } = useTranslation().i18n;
  const { data } = useQuery({
    queryKey: keys.unitContact(number, language),
    queryFn: ({ signal }) =>
      apiGet(
        '/api/municipalities/{municipality}/contact/{language}',
        { municipality: number, language },
        signal,
      ),
    enabled: number !== '',
    staleTime: 60_000,
  });
  if (!data?.lines.length) return null;
  return (
    <section className="unit-contact">
      <h2 className="section-heading">
        {data.unit}, {data.municipality}
      </h2>
      <dl>
        {data.lines.map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd>
              <Said line={line} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const SCHEMES = { phone: 'tel', mail: 'mailto' };

function Said({ line: { kind, said, note } }: { line: ContactLine }) {
  if (kind === 'text') return said;
  return (
    <>
      <a className="ds-link" href={`${SCHEMES[kind]}:${said.replaceAll(' ', '')}`}>
        <Broken said={said} />
      </a>
      {note && <p className="quiet">{note}</p>}
    </>
  );
}

/** An address of mail that is longer than the line goes on after its @, not within a word. */
function Broken({ said }: { said: string }) {
  const [before, after] = said.split('@');
  if (!after) return said;
  return (
    <>
      {before}@<wbr />
      {after}
    </>
  );
}
