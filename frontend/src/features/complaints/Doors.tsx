import type { ReactNode } from 'react';
import type { DoorText } from '../../domain/openapi';

/** What one may do, each with its words; none is the right one beforehand. ``first``: what opens the first. */
export function Doors({ doors, first }: { doors: DoorText[]; first?: ReactNode }) {
  return (
    <div className="complaint-doors">
      {doors.map(({ title, text }, index) => (
        <section className="complaint-card" key={title}>
          <h2 className="section-heading">{title}</h2>
          <p>{text}</p>
          {index === 0 && first}
        </section>
      ))}
    </div>
  );
}
