import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { noticeText } from '#shared/api/notices.ts';
import { type NoticeTemplate, previewQuery, useSaveTemplate, useTestTemplate } from '../../../api/notices.ts';
import { useCan } from '../../../components/can.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { MessageDrawing } from '../../../components/message-drawing.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../components/ui/card.tsx';
import { Skeleton } from '../../../components/ui/skeleton.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { TextareaField, TextField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { useSettled } from '../../../hooks/use-settled.ts';
import { PlaceholderList } from './placeholder-list.tsx';

type Text = NoticeTemplate['text'];

/** The text of a message, with a picture that follows what is typed. */
export function TemplateForm({ template }: { template: NoticeTemplate }) {
  const which = { event: template.event, way: template.way };
  const readOnly = !useCan('settings.write');
  const save = useSaveTemplate(which);
  const toast = useToast();
  const form = useServerForm<Text>({
    schema: noticeText,
    saved: template.text,
    save: async (text) => {
      const kept = await save.mutateAsync(text);
      toast({ title: 'Text saved' });
      return kept.text;
    },
  });
  const typed = form.form;
  return (
    <div className="grid gap-4 xl:grid-cols-2 xl:items-start">
      <Card>
        <CardBody>
          <Form
            form={form}
            readOnly={readOnly}
            submitLabel="Save text"
            actions={
              readOnly ? undefined : (
                <>
                  {template.isOriginal ? null : (
                    <Button variant="quiet" onClick={() => fillIn(template.original)}>
                      Put ours back
                    </Button>
                  )}
                  <TestButton which={which} text={() => typed.getValues()} />
                </>
              )
            }
          >
            <TextField name="subject" label={template.way === 'discord' ? 'Title' : 'Subject'} />
            <TextareaField name="body" label="Text" hint="A blank line begins a new paragraph." rows={8} />
            {template.way === 'discord' ? null : (
              <TextField name="action" label="Word on the button" hint="Empty: no button." />
            )}
          </Form>
        </CardBody>
      </Card>
      <div className="grid gap-4">
        <Preview form={form.form} which={which} />
        <PlaceholderList placeholders={template.placeholders} />
      </div>
    </div>
  );

  function fillIn(text: Text) {
    for (const name of ['subject', 'body', 'action'] as const) {
      typed.setValue(name, text[name], { shouldDirty: true, shouldValidate: true });
    }
  }
}

type Which = Pick<NoticeTemplate, 'event' | 'way'>;

function Preview({ form, which }: { form: ReturnType<typeof useServerForm<Text>>['form']; which: Which }) {
  const [subject, body, action] = useWatch({ control: form.control, name: ['subject', 'body', 'action'] });
  // Settles by what it is: a new object each time would never come to rest.
  const text = useSettled(
    useMemo(() => ({ subject, body, action }), [subject, body, action]),
    400,
  );
  const query = useQuery(previewQuery(which, text));
  return (
    <Card>
      <CardHeader title="Preview" description="With examples in place of the names." />
      <CardBody className="grid gap-3">
        {query.error ? <ErrorNotice error={query.error} /> : null}
        {query.data ? (
          <MessageDrawing message={query.data} way={which.way} />
        ) : query.error ? null : (
          <Skeleton className="h-56" />
        )}
      </CardBody>
    </Card>
  );
}

function TestButton({ which, text }: { which: Which; text: () => Text }) {
  const test = useTestTemplate(which);
  const toast = useToast();
  const press = () =>
    test.mutate(text(), {
      onSuccess: ({ sent, detail }) =>
        toast({
          title: sent ? 'Test sent' : 'The test was not sent',
          description: detail,
          tone: sent ? undefined : 'bad',
        }),
      onError: (error) => toast({ title: 'The test was not sent', description: error.message, tone: 'bad' }),
    });
  return (
    <Button busy={test.isPending} onClick={press}>
      {which.way === 'discord' ? 'Send a test to Discord' : 'Send me a test'}
    </Button>
  );
}
