import { usePrinting } from '../../../state/usePrinting';
import { useSheet } from '../../../ui/paper/useSheet';
import type { Grants } from './GrantCell';
import { GrantTable } from './GrantTable';
import './paper.css';

/** So many columns of people are read on a sheet that lies on its side. */
const ON_A_SHEET = 7;

// Not a named page of the style sheet, which would begin after an empty sheet.
const onItsSide = () => '@page { size: landscape; }';

/** On paper: everybody, a sheet of columns after the other, with what is signed; what is only chosen is not on it. */
export function PaperTables({ grants }: { grants: Omit<Grants, 'listed'> }) {
  const printing = usePrinting();
  useSheet(onItsSide);
  if (!printing) return null;
  const { participants } = grants.view;
  const firsts = participants.map((_, at) => at).filter((at) => at % ON_A_SHEET === 0);
  return firsts.map((first) => {
    const view = { ...grants.view, participants: participants.slice(first, first + ON_A_SHEET) };
    return (
      <div className="paper-only grants__paper" key={first}>
        <GrantTable
          grants={{ ...grants, view, signing: null, listed: false, endOf: () => null }}
          wanted={null}
        />
      </div>
    );
  });
}
