import { Checkbox, Field, Fieldset, Input, Label, ValidationMessage } from '@digdir/designsystemet-react';
import { useId } from 'react';
import type { Choice, MunicipalitySettings } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { change } from './draft';

/** The numbers a municipality may choose. Empty: as usual. */
export function RuleFields(props: {
  settings: MunicipalitySettings;
  choices: readonly Choice[];
  refused: ReadonlySet<string>;
}) {
  const { t } = useTranslation('municipalities');
  return (
    <section className="settings">
      <h2 className="section-heading">{t('rules.title')}</h2>
      <p className="quiet">{t('rules.text')}</p>
      {props.choices.map((choice) => (
        <RuleField
          choice={choice}
          key={choice.key}
          refused={props.refused.has(`chosen.${choice.key}`)}
          settings={props.settings}
        />
      ))}
    </section>
  );
}

function RuleField(props: { settings: MunicipalitySettings; choice: Choice; refused: boolean }) {
  const { settings, choice, refused } = props;
  const { t, i18n } = useTranslation('municipalities');
  const id = useId();
  const set = (typed: string) => {
    const { [choice.key]: _, ...others } = settings.chosen;
    change({ chosen: /^\d+$/u.test(typed) ? { ...others, [choice.key]: Number(typed) } : others });
  };
  const bounds = { least: choice.least, most: choice.most, usual: choice.usual };
  return (
    <Field className="settings__rule">
      <Label htmlFor={id}>{i18n.language === 'en' ? choice.en : choice.nb}</Label>
      <div className="settings__number">
        <Input
          aria-describedby={`${id}-bounds`}
          aria-invalid={refused || undefined}
          id={id}
          inputMode="numeric"
          max={choice.most}
          min={choice.least}
          onChange={(event) => set(event.target.value)}
          placeholder={String(choice.usual)}
          type="number"
          value={settings.chosen[choice.key] ?? ''}
        />
        <span>{t(`units.${choice.unit}`)}</span>
      </div>
      <p className="quiet" id={`${id}-bounds`}>
        {t('rules.bounds', bounds)} {choice.source}.
      </p>
      {refused && <ValidationMessage>{t('refused')}</ValidationMessage>}
    </Field>
  );
}

const SERVICES = ['municipal-health', 'school', 'nav', 'child-welfare', 'other'] as const;

/** What is asked, and who may be appointed. */
export function ChoiceFields({ settings }: { settings: MunicipalitySettings }) {
  const { t } = useTranslation('municipalities');
  const appoint = (service: (typeof SERVICES)[number], on: boolean) =>
    change({
      appointable: SERVICES.filter((each) => (each === service ? on : settings.appointable.includes(each))),
    });
  return (
    <>
      <section className="settings">
        <h2 className="section-heading">{t('consents.title')}</h2>
        <Checkbox
          checked={settings.asks_coordination}
          label={t('consents.coordination')}
          onChange={(event) => change({ asks_coordination: event.target.checked })}
          value="coordination"
        />
        <Checkbox
          checked={settings.asks_both_parents}
          label={t('consents.bothParents')}
          onChange={(event) => change({ asks_both_parents: event.target.checked })}
          value="both-parents"
        />
      </section>
      <section className="settings">
        <Fieldset>
          <Fieldset.Legend className="section-heading">{t('appointable.title')}</Fieldset.Legend>
          {SERVICES.map((service) => (
            <Checkbox
              checked={settings.appointable.includes(service)}
              key={service}
              label={t(`appointable.${service}`)}
              onChange={(event) => appoint(service, event.target.checked)}
              value={service}
            />
          ))}
        </Fieldset>
      </section>
    </>
  );
}
