import { Button } from '@digdir/designsystemet-react';
import { type ReactNode, useState } from 'react';
import { takesFocus } from '../../../ui/PageHeading';

interface UnfoldingProps {
  words: string;
  variant?: 'primary' | 'secondary' | 'tertiary';
  /** What comes in the button's place, with how to give up; it takes the focus itself. */
  children: (giveUp: () => void) => ReactNode;
}

/** A button that gives way to what it opens; whoever gives up is back on it. */
export function Unfolding({ words, variant = 'secondary', children }: UnfoldingProps) {
  const [is, become] = useState<'new' | 'open' | 'left'>('new');
  if (is === 'open') return children(() => become('left'));
  return (
    <div>
      <Button
        onClick={() => become('open')}
        ref={is === 'left' ? takesFocus : undefined}
        type="button"
        variant={variant}
      >
        {words}
      </Button>
    </div>
  );
}
