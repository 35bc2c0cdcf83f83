import { useMemo } from 'react';
import { z } from 'zod';
import { runwaySettings } from '#shared/api/channels.ts';
import { type Channels, useSaveRunway } from '../../../api/channels.ts';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import type { ChannelPart } from './channel-part.ts';

interface Values {
  levels: string;
  adminLevel: number;
  quietFrom: string;
  quietUntil: string;
}

/** The record the server judges, from what is typed. */
function sent({ levels, adminLevel, quietFrom, quietUntil }: Values) {
  return {
    levels: levels
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map(Number),
    adminLevel,
    quietFrom: quietFrom.trim() || null,
    quietUntil: quietUntil.trim() || null,
  };
}

/** Judged as the server will; a problem with one of the levels stands under their field. */
const schema = z.custom<Values>().superRefine((values, context) => {
  for (const { path, message } of runwaySettings.safeParse(sent(values)).error?.issues ?? []) {
    const isNumber = path[0] !== 'levels' || !sent(values).levels.some(Number.isNaN);
    context.addIssue({
      code: 'custom',
      path: path.slice(0, 1),
      message: isNumber ? message : 'Write hours with commas between, such as 72, 24, 1',
    });
  }
});

function typed({ levels, adminLevel, quietFrom, quietUntil }: Channels['runway']): Values {
  return { levels: levels.join(', '), adminLevel, quietFrom: quietFrom ?? '', quietUntil: quietUntil ?? '' };
}

/** At which hours left customers are warned, and when they are left in peace. */
export function RunwayForm({ channels: { runway, timezone }, readOnly }: ChannelPart) {
  const save = useSaveRunway();
  const toast = useToast();
  const saved = useMemo(() => typed(runway), [runway]);
  const form = useServerForm<Values>({
    schema,
    saved,
    save: async (values) => {
      const kept = await save.mutateAsync({ runway: sent(values) });
      toast({ title: 'Warnings saved' });
      return typed(kept.runway);
    },
  });
  return (
    <Form form={form} readOnly={readOnly} submitLabel="Save warnings">
      <TextField
        name="levels"
        label="Warn at hours left"
        hint="With commas between. That a wallet is empty is told besides."
      />
      <NumberField
        name="adminLevel"
        label="Tell admins from"
        unit="hours left on"
        hint="Levels up to this one go to admins and Discord too; 0: only that a wallet is empty."
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="quietFrom"
          label="Quiet from"
          placeholder="22:00"
          hint={`In ${timezone}. Empty: warnings go out at any time.`}
        />
        <TextField
          name="quietUntil"
          label="Quiet until"
          placeholder="07:30"
          hint="Warnings wait until then."
        />
      </div>
    </Form>
  );
}
