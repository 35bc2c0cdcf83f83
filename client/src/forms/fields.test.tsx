import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { positiveMoney } from '#shared/api/values.ts';
import { renderPart } from '../testing/render-part.tsx';
import { CronField } from './cron-field.tsx';
import { Form } from './form.tsx';
import { HourField } from './hour-field.tsx';
import { MoneyField } from './money-field.tsx';
import { NumberField } from './number-field.tsx';
import { RadioField } from './radio-field.tsx';
import { SecretField } from './secret-field.tsx';
import { SelectField } from './select-field.tsx';
import { CheckboxField } from './switch-field.tsx';
import { TimezoneField } from './timezone-field.tsx';
import { useServerForm } from './use-server-form.ts';

const schema = z.object({
  minutes: z.number(),
  rule: z.enum(['second', 'hour']),
  zone: z.string(),
  amount: positiveMoney,
  token: z.string(),
  from: z.string(),
  cap: z.number().nullable(),
  cover: z.boolean(),
  schedule: z.string(),
});
type Values = z.input<typeof schema>;
const blank: Values = {
  minutes: 10,
  rule: 'second',
  zone: 'UTC',
  amount: '1.00',
  token: '',
  from: '',
  cap: 500,
  cover: false,
  schedule: '0 * * * *',
};

const nextRun = new Date('2026-11-23T13:00:00Z');
const preview = { valid: true, problem: null, sentence: 'Every hour', nextRuns: [nextRun] };

interface FixtureProps {
  save: (values: Values) => Promise<null>;
  saved?: Values;
  readOnly?: boolean;
}

function Fixture({ save, saved = blank, readOnly }: FixtureProps) {
  const form = useServerForm({ schema, saved, save });
  return (
    <Form form={form} readOnly={readOnly}>
      <SelectField
        name="minutes"
        label="Every"
        choices={[5, 10].map((value) => ({ value, label: `${value} minutes` }))}
      />
      <RadioField
        name="rule"
        label="Counting"
        choices={[
          { value: 'second', label: 'By the second' },
          { value: 'hour', label: 'By started hours' },
        ]}
      />
      <TimezoneField name="zone" label="Zone" />
      <MoneyField name="amount" label="Amount" />
      <SecretField name="token" label="Token" kept />
      <HourField name="from" label="From" />
      <NumberField name="cap" label="Cap" empty={null} />
      <CheckboxField name="cover" label="Cover the waiting hours" />
      <CronField name="schedule" label="Schedule" timezone="UTC" preview={preview} />
    </Form>
  );
}

function show(options: { readOnly?: boolean } = {}) {
  const save = vi.fn(async (_: Values) => null);
  const { user } = renderPart(<Fixture save={save} {...options} />);
  const saveAndSee = async () => {
    await user.click(screen.getByRole('button', { name: 'Save' }));
    return save.mock.calls[0]?.[0];
  };
  return { user, save, saveAndSee };
}

test('a choice of numbers stays a number', async () => {
  const { user, saveAndSee } = show();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Every' }), '5 minutes');
  expect(await saveAndSee()).toEqual({ ...blank, minutes: 5 });
});

test('one of a few is chosen by its words', async () => {
  const { user, saveAndSee } = show();
  await user.click(screen.getByRole('radio', { name: 'By started hours' }));
  expect(await saveAndSee()).toEqual({ ...blank, rule: 'hour' });
});

test('a zone is found by typing', async () => {
  const { user, saveAndSee } = show();
  const zone = await screen.findByRole('combobox', { name: 'Zone' });
  await user.clear(zone);
  await user.type(zone, 'lima');
  await user.click(await screen.findByRole('option', { name: 'America/Lima' }));
  expect(await saveAndSee()).toEqual({ ...blank, zone: 'America/Lima' });
});

test('a saved zone this browser does not list is shown all the same', async () => {
  renderPart(<Fixture save={async () => null} saved={{ ...blank, zone: 'Asia/Newly_Named' }} />);
  expect(await screen.findByRole('combobox', { name: 'Zone' })).toHaveValue('Asia/Newly_Named');
});

test('an amount travels as the text that was typed', async () => {
  const { user, saveAndSee } = show();
  const amount = screen.getByRole('textbox', { name: 'Amount' });
  await user.clear(amount);
  await user.type(amount, '0.006849');
  expect(await saveAndSee()).toEqual({ ...blank, amount: '0.006849' });
});

test.each`
  typed          | words
  ${'1,50'}      | ${'Write an amount such as 12.50, with at most six decimals'}
  ${'0'}         | ${'Must be more than 0 and at most 1000000000'}
  ${'0.0000001'} | ${'Write an amount such as 12.50, with at most six decimals'}
`('the amount "$typed" is refused in words and kept', async ({ typed, words }) => {
  const { user, save } = show();
  const amount = screen.getByRole('textbox', { name: 'Amount' });
  await user.clear(amount);
  await user.type(amount, typed);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(amount).toHaveAccessibleDescription(words);
  expect(amount).toHaveValue(typed);
  expect(save).not.toHaveBeenCalled();
});

test('a secret is hidden until one asks to see what one types, and says that one is kept', async () => {
  const { user } = show();
  const token = screen.getByLabelText('Token');
  expect(token).toHaveAttribute('type', 'password');
  expect(token).toHaveAttribute('placeholder', 'Saved; leave empty to keep it');
  await user.click(screen.getByRole('button', { name: 'Show what is typed' }));
  expect(token).toHaveAttribute('type', 'text');
});

test('an hour is meant in UTC', async () => {
  const { saveAndSee } = show();
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-12-01T00:00' } });
  expect((await saveAndSee())?.from).toBe('2026-12-01T00:00:00Z');
});

test('an empty number means nothing where nothing is an answer', async () => {
  const { user, saveAndSee } = show();
  await user.clear(screen.getByRole('textbox', { name: 'Cap' }));
  expect(await saveAndSee()).toEqual({ ...blank, cap: null });
});

test('a box is ticked by its label', async () => {
  const { user, saveAndSee } = show();
  await user.click(screen.getByText('Cover the waiting hours'));
  expect(await saveAndSee()).toEqual({ ...blank, cover: true });
});

test('a schedule says what it means and when it would run', () => {
  show();
  expect(screen.getByText('Every hour')).toBeInTheDocument();
  expect(screen.getByText('23 Nov 2026, 13:00 UTC')).toBeInTheDocument();
});

test('who may only read can change nothing', () => {
  show({ readOnly: true });
  expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Amount' })).toBeDisabled();
  expect(screen.getByRole('checkbox')).toHaveAttribute('aria-disabled', 'true');
  expect(screen.getByRole('combobox', { name: 'Every' })).toBeDisabled();
});
