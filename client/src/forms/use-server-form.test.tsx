import { act, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../api/call.ts';
import { renderPart } from '../testing/render-part.tsx';
import { Form } from './form.tsx';
import { NumberField } from './number-field.tsx';
import { SwitchField } from './switch-field.tsx';
import { TextField } from './text-field.tsx';
import { useServerForm } from './use-server-form.ts';

const schema = z.object({
  enabled: z.boolean(),
  hoursPerMonth: z.number('Write a whole number').int().min(1, 'At least 1').max(744, 'At most 744'),
  cronSchedule: z.string().min(1, 'Write five fields'),
});
type Values = z.input<typeof schema>;
const saved: Values = { enabled: false, hoursPerMonth: 730, cronSchedule: '0 * * * *' };

interface FixtureProps {
  saved: Values;
  save?: (values: Values) => Promise<Values | null>;
}

function Fixture({ saved, save = async (values) => values }: FixtureProps) {
  const form = useServerForm({ schema, saved, save });
  return (
    <Form form={form} footer="bar" describeConflict={(facts) => `Hours are now ${facts.hoursPerMonth}.`}>
      <SwitchField name="enabled" label="Bill servers by the hour" />
      <NumberField name="hoursPerMonth" label="Hours per month" unit="hours" />
      <TextField name="cronSchedule" label="Schedule" />
    </Form>
  );
}

const toggle = () => screen.getByRole('switch', { name: 'Bill servers by the hour' });
const hours = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Hours per month' });
const schedule = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Schedule' });
const saveButton = () => screen.getByRole('button', { name: 'Save' });

function refusal(
  code: ApiError['code'],
  more: { fields?: ApiError['fields']; facts?: ApiError['facts'] } = {},
) {
  return new ApiError(
    { code, message: 'Said the server', requestId: 'r-1', fields: [], facts: {}, ...more } as never,
    400,
  );
}

/** A save that waits until the test lets it end. */
function heldSave() {
  let finish: (reply: Values) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const save = vi.fn(
    (_: Values) =>
      new Promise<Values>((resolve, reject) => {
        finish = resolve;
        fail = reject;
      }),
  );
  return {
    save,
    finish: (reply: Values) => act(async () => finish(reply)),
    fail: (error: Error) => act(async () => fail(error)),
  };
}

test('save is lit only while something differs from what is saved', async () => {
  const { user } = renderPart(<Fixture saved={saved} />);
  expect(saveButton()).toBeDisabled();
  await user.click(toggle());
  expect(saveButton()).toBeEnabled();
  await user.click(toggle());
  expect(saveButton()).toBeDisabled();
  await user.type(hours(), '1');
  expect(saveButton()).toBeEnabled();
  await user.type(hours(), '{Backspace}');
  expect(saveButton()).toBeDisabled();
});

test('a refetch moves the fields that were not touched, and only those', async () => {
  const { user, rerender } = renderPart(<Fixture saved={saved} />);
  await user.click(toggle());
  await user.clear(schedule());
  await user.type(schedule(), '*/30 * * * *');
  rerender(<Fixture saved={{ ...saved, hoursPerMonth: 720 }} />);
  expect(hours()).toHaveValue('720');
  expect(toggle()).toBeChecked();
  expect(schedule()).toHaveValue('*/30 * * * *');
  expect(saveButton()).toBeEnabled();
  rerender(<Fixture saved={{ ...saved, hoursPerMonth: 700 }} />);
  expect(hours()).toHaveValue('700');
  expect(toggle()).toBeChecked();
  expect(saveButton()).toBeEnabled();
});

test('an equal record, fetched again, changes nothing', async () => {
  const { user, rerender } = renderPart(<Fixture saved={saved} />);
  await user.click(toggle());
  rerender(<Fixture saved={{ ...saved }} />);
  expect(toggle()).toBeChecked();
  expect(saveButton()).toBeEnabled();
});

test('a value that moves under a field being edited is told, kept, and can be taken', async () => {
  const { user, rerender } = renderPart(<Fixture saved={saved} />);
  await user.clear(hours());
  await user.type(hours(), '744');
  rerender(<Fixture saved={{ ...saved, hoursPerMonth: 720 }} />);
  expect(hours()).toHaveValue('744');
  expect(hours()).toHaveAccessibleDescription(/Saved meanwhile by someone else as “720”/);
  expect(saveButton()).toBeEnabled();
  await user.click(screen.getByRole('button', { name: 'Take theirs' }));
  expect(hours()).toHaveValue('720');
  expect(screen.queryByText(/Saved meanwhile/)).not.toBeInTheDocument();
  expect(saveButton()).toBeDisabled();
});

test('a save resets to what the server kept, and save goes dark', async () => {
  const save = vi.fn(async (values: Values) => ({ ...values, cronSchedule: '15 * * * *' }));
  const { user } = renderPart(<Fixture saved={saved} save={save} />);
  await user.click(toggle());
  await user.clear(schedule());
  await user.type(schedule(), ' 15 * * * * ');
  await user.click(saveButton());
  expect(save).toHaveBeenCalledExactlyOnceWith({ ...saved, enabled: true, cronSchedule: ' 15 * * * * ' });
  expect(schedule()).toHaveValue('15 * * * *');
  expect(toggle()).toBeChecked();
  expect(saveButton()).toBeDisabled();
});

test('the saved record arriving by the cache before the save ends is not taken for someone else’s', async () => {
  const { save, finish } = heldSave();
  const { user, rerender } = renderPart(<Fixture saved={saved} save={save} />);
  await user.click(toggle());
  await user.click(saveButton());
  rerender(<Fixture saved={{ ...saved, enabled: true }} save={save} />);
  expect(screen.queryByText(/Saved meanwhile/)).not.toBeInTheDocument();
  await finish({ ...saved, enabled: true });
  expect(toggle()).toBeChecked();
  expect(saveButton()).toBeDisabled();
  expect(screen.queryByText(/Saved meanwhile/)).not.toBeInTheDocument();
});

test('after a save the fields follow the server again', async () => {
  const { user, rerender } = renderPart(<Fixture saved={saved} />);
  await user.click(toggle());
  await user.click(saveButton());
  rerender(<Fixture saved={{ ...saved, enabled: true }} />);
  rerender(<Fixture saved={{ ...saved, enabled: false }} />);
  expect(toggle()).not.toBeChecked();
});

test('what is typed while the save is on its way is kept, and still to be saved', async () => {
  const { save, finish } = heldSave();
  const { user } = renderPart(<Fixture saved={saved} save={save} />);
  await user.click(toggle());
  await user.click(saveButton());
  await user.clear(schedule());
  await user.type(schedule(), '30 * * * *');
  await finish({ ...saved, enabled: true });
  expect(schedule()).toHaveValue('30 * * * *');
  expect(saveButton()).toBeEnabled();
});

test('a refetch during a save does not let it be sent twice', async () => {
  const { save, finish } = heldSave();
  const { user, rerender } = renderPart(<Fixture saved={saved} save={save} />);
  await user.click(toggle());
  await user.click(saveButton());
  rerender(<Fixture saved={{ ...saved, hoursPerMonth: 720 }} save={save} />);
  await user.click(saveButton());
  expect(save).toHaveBeenCalledOnce();
  await finish({ ...saved, enabled: true, hoursPerMonth: 720 });
});

test('a value the schema refuses is told under its field, kept as typed, and never sent', async () => {
  const save = vi.fn(async (values: Values) => values);
  const { user } = renderPart(<Fixture saved={saved} save={save} />);
  await user.clear(hours());
  await user.type(hours(), '7e2');
  await user.click(saveButton());
  expect(hours()).toHaveValue('7e2');
  expect(hours()).toHaveAccessibleDescription('Write a whole number');
  expect(hours()).toBeInvalid();
  expect(hours()).toHaveFocus();
  expect(save).not.toHaveBeenCalled();
});

test.each`
  typed      | sent
  ${'0720'}  | ${720}
  ${' 720 '} | ${720}
`('the number field keeps the text "$typed" and sends $sent', async ({ typed, sent }) => {
  const { save } = heldSave();
  const { user } = renderPart(<Fixture saved={saved} save={save} />);
  await user.clear(hours());
  await user.type(hours(), typed);
  expect(hours()).toHaveValue(typed);
  await user.click(saveButton());
  expect(save).toHaveBeenCalledExactlyOnceWith({ ...saved, hoursPerMonth: sent });
});

test('a value the server refuses is told under its field and kept as typed, also across a refetch', async () => {
  const fields = [{ path: 'settings.cronSchedule', message: 'This never fires' }];
  const save = () => Promise.reject(refusal('invalid_input', { fields }));
  const { user, rerender } = renderPart(<Fixture saved={saved} save={save} />);
  await user.clear(schedule());
  await user.type(schedule(), '0 0 30 2 *');
  await user.click(saveButton());
  await waitFor(() => expect(schedule()).toHaveAccessibleDescription('This never fires'));
  rerender(<Fixture saved={{ ...saved, hoursPerMonth: 720 }} save={save} />);
  expect(schedule()).toHaveValue('0 0 30 2 *');
  expect(schedule()).toHaveAccessibleDescription('This never fires');
  expect(saveButton()).toBeEnabled();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a refusal that belongs to no field is told above the form, with its request id', async () => {
  const fields = [{ path: 'version', message: 'Too old' }];
  const { user } = renderPart(
    <Fixture saved={saved} save={() => Promise.reject(refusal('refused', { fields }))} />,
  );
  await user.click(toggle());
  await user.click(saveButton());
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('Said the server');
  expect(alert).toHaveTextContent('Too old');
  expect(alert).toHaveTextContent('r-1');
  expect(toggle()).toBeChecked();
});

test('when someone saved first, the page can say what changed, and nothing typed is lost', async () => {
  const save = () => Promise.reject(refusal('conflict', { facts: { hoursPerMonth: 720 } }));
  const { user } = renderPart(<Fixture saved={saved} save={save} />);
  await user.click(toggle());
  await user.click(saveButton());
  expect(await screen.findByRole('alert')).toHaveTextContent('Hours are now 720.');
  expect(toggle()).toBeChecked();
  expect(saveButton()).toBeEnabled();
});

test('discard gives everything back to what is saved', async () => {
  const { user } = renderPart(<Fixture saved={saved} />);
  await user.click(toggle());
  await user.type(hours(), '0');
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  expect(toggle()).not.toBeChecked();
  expect(hours()).toHaveValue('730');
  expect(saveButton()).toBeDisabled();
});

test('the label of a switch turns it', async () => {
  const { user } = renderPart(<Fixture saved={saved} />);
  await user.click(screen.getByText('Bill servers by the hour'));
  expect(toggle()).toBeChecked();
});
