import type { MunicipalitySettings } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { change } from './draft';
import { SettingsField } from './SettingsField';

interface SectionProps {
  settings: MunicipalitySettings;
  refused: ReadonlySet<string>;
}

/** How the unit is reached. */
export function ContactFields({ settings, refused }: SectionProps) {
  const { t } = useTranslation('municipalities');
  const { contact } = settings;
  const set = (fields: Partial<typeof contact>) => change({ contact: { ...contact, ...fields } });
  return (
    <section className="settings">
      <h2 className="section-heading">{t('contact.title')}</h2>
      <div className="settings__pair">
        <SettingsField
          label={t('contact.name')}
          onChange={(nb) => set({ name: { ...contact.name, nb } })}
          value={contact.name.nb}
        />
        <SettingsField
          label={t('contact.nameEnglish')}
          lang="en"
          onChange={(en) => set({ name: { ...contact.name, en } })}
          value={contact.name.en}
        />
        <SettingsField
          label={t('contact.phone')}
          onChange={(phone) => set({ phone })}
          refused={refused.has('contact.phone')}
          type="tel"
          value={contact.phone}
        />
        <SettingsField
          label={t('contact.mail')}
          onChange={(mail) => set({ mail })}
          refused={refused.has('contact.mail')}
          type="email"
          value={contact.mail}
        />
        <SettingsField
          label={t('contact.hours')}
          onChange={(nb) => set({ hours: { ...contact.hours, nb } })}
          value={contact.hours.nb}
        />
        <SettingsField
          label={t('contact.hoursEnglish')}
          lang="en"
          onChange={(en) => set({ hours: { ...contact.hours, en } })}
          value={contact.hours.en}
        />
      </div>
      <SettingsField
        label={t('contact.address')}
        lines={4}
        onChange={(address) => set({ address })}
        refused={refused.has('contact.address')}
        value={contact.address}
      />
      <SettingsField
        label={t('contact.visit')}
        lines={2}
        onChange={(visit) => set({ visit })}
        refused={refused.has('contact.visit')}
        value={contact.visit}
      />
    </section>
  );
}

const OFFICES = ['governor', 'ombud'] as const;

/** Whom people may complain to, or talk with. */
export function OfficeFields({ settings, refused }: SectionProps) {
  const { t } = useTranslation('municipalities');
  return (
    <section className="settings">
      <h2 className="section-heading">{t('offices.title')}</h2>
      <div className="settings__pair">
        {OFFICES.flatMap((office) => [
          <SettingsField
            key={`${office} name`}
            label={t(`offices.${office}`)}
            onChange={(name) => change({ [office]: { ...settings[office], name } })}
            value={settings[office].name}
          />,
          <SettingsField
            key={`${office} phone`}
            label={t(`offices.${office}Phone`)}
            onChange={(phone) => change({ [office]: { ...settings[office], phone } })}
            refused={refused.has(`${office}.phone`)}
            type="tel"
            value={settings[office].phone}
          />,
        ])}
      </div>
    </section>
  );
}
