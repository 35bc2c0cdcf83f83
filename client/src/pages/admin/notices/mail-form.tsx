import { useMemo } from 'react';
import { z } from 'zod';
import { mailSettings } from '#shared/api/channels.ts';
import { type Channels, useSaveMail } from '../../../api/channels.ts';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { NumberField } from '../../../forms/number-field.tsx';
import { SecretField } from '../../../forms/secret-field.tsx';
import { SelectField } from '../../../forms/select-field.tsx';
import { TextareaField, TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import type { ChannelPart } from './channel-part.ts';
import { TestButton } from './test-button.tsx';

interface Values {
  company: string;
  from: string;
  host: string;
  port: number;
  security: Channels['mail']['security'];
  user: string;
  password: string;
  adminAddresses: string;
}

function mailOf({ password: _password, adminAddresses, ...values }: Values) {
  return {
    ...values,
    from: values.from.trim() || null,
    host: values.host.trim() || null,
    user: values.user.trim() || null,
    adminAddresses: adminAddresses.split(/[\s,;]+/).filter((address) => address !== ''),
  };
}

/** Judged as the server will; a problem with one of the addresses stands under their field. */
const schema = z.custom<Values>().superRefine((values, context) => {
  for (const { path, message } of mailSettings.safeParse(mailOf(values)).error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: path.slice(0, 1), message });
  }
});

function typed({ mail }: Pick<Channels, 'mail'>): Values {
  const { company, port, security } = mail;
  return {
    company,
    port,
    security,
    from: mail.from ?? '',
    host: mail.host ?? '',
    user: mail.user ?? '',
    password: '',
    adminAddresses: mail.adminAddresses.join('\n'),
  };
}

const securityChoices = [
  { value: 'starttls', label: 'STARTTLS, usually port 587' },
  { value: 'tls', label: 'TLS from the first byte, usually port 465' },
  { value: 'none', label: 'None: only for a server on this machine' },
];

/** The mail server, and who writes. The password is written, never read back. */
export function MailForm({ channels, readOnly }: ChannelPart) {
  const save = useSaveMail();
  const toast = useToast();
  const saved = useMemo(() => typed({ mail: channels.mail }), [channels.mail]);
  const form = useServerForm<Values>({
    schema,
    saved,
    save: async (values) => {
      const password = values.password === '' ? {} : { password: values.password };
      const kept = await save.mutateAsync({ mail: mailOf(values), ...password });
      toast({ title: 'Mail saved' });
      return typed(kept);
    },
  });
  return (
    <Form
      form={form}
      readOnly={readOnly}
      submitLabel="Save mail"
      actions={
        readOnly ? undefined : (
          <TestButton input={{ channel: 'mail' }} disabled={form.dirty || channels.mail.place === 'none'}>
            Send me a test
          </TestButton>
        )
      }
    >
      <TextField
        name="company"
        label="Name of the sender"
        hint="As customers know you; every text may use it."
      />
      <TextField name="from" label="From" type="email" placeholder="billing@example.com" autoComplete="off" />
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <TextField
          name="host"
          label="Mail server"
          placeholder="smtp.example.com"
          spellCheck={false}
          autoComplete="off"
        />
        <NumberField name="port" label="Port" />
      </div>
      <SelectField name="security" label="Encryption" choices={securityChoices} />
      <TextField name="user" label="User" autoComplete="off" spellCheck={false} hint="Empty: no log-in." />
      <SecretField
        name="password"
        label="Password"
        kept={channels.mail.passwordSaved}
        autoComplete="new-password"
        hint="It is kept encrypted and never shown again."
      />
      <TextareaField
        name="adminAddresses"
        label="Addresses of admins"
        rows={2}
        hint="One a line. Empty: every owner and operator."
      />
    </Form>
  );
}
