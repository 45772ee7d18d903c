import { useMedia } from '../../../state/useMedia';
import type { Grants } from './GrantCell';
import { GrantTable } from './GrantTable';
import './paper.css';

/** So many columns of people are read on a sheet that lies on its side. */
const ON_A_SHEET = 7;

/** On paper: everybody, a sheet of columns after the other, with what is signed; what is only chosen is not on it. */
export function PaperTables({ grants }: { grants: Grants }) {
  const printing = useMedia('print');
  if (!printing) return null;
  const { participants } = grants.view;
  const firsts = participants.map((_, at) => at).filter((at) => at % ON_A_SHEET === 0);
  return firsts.map((first) => {
    const view = { ...grants.view, participants: participants.slice(first, first + ON_A_SHEET) };
    return (
      <div className="paper-only grants__paper" key={first}>
        <GrantTable grants={{ ...grants, view, signing: null, endOf: () => null }} wanted={null} />
      </div>
    );
  });
}
