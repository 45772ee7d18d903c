import type { CoordinatedCase } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { TransitionForm } from '../desk/TransitionForm';
import { FORMS, MUST } from './forms';
import { Unfolding } from './Unfolding';
import { type CameOf, useCoordinatorActs } from './useCoordinated';

interface Props {
  coordinated: CoordinatedCase;
  onCame: (came: CameOf | null) => void;
}

/** All that may be done now for one person, each with the text that is kept with it. */
export function CoordinatorActs({ coordinated, onCame }: Props) {
  const { t } = useTranslation('cases');
  const { may, requires, name } = coordinated;
  const { act, preview } = useCoordinatorActs(coordinated, onCame);
  const forms = Object.entries(FORMS).filter(([action]) => may.includes(action));
  if (forms.length === 0) return null;
  return (
    <Unfolding title={t('coordinated.can', { name })}>
      <div className="desk-forms">
        {forms.map(([action, form]) => (
          <TransitionForm
            act={act}
            action={action}
            choices={() => []}
            form={form}
            key={action}
            known={{}}
            open={false}
            preview={preview}
            requires={[...(requires[action] ?? []), ...(MUST[action] ?? [])]}
            spokenBy="coordinator"
            wordsOf={(_, value) => value}
          />
        ))}
      </div>
    </Unfolding>
  );
}
