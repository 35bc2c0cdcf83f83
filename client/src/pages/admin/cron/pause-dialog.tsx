import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { z } from 'zod';
import { cron } from '#shared/api/cron.ts';
import { type Schedule, usePauseSchedule, useResumeSchedule } from '../../../api/cron.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogClose } from '../../../components/ui/dialog.tsx';
import { useToast } from '../../../components/ui/toast.tsx';
import { Form } from '../../../forms/form.tsx';
import { HourField } from '../../../forms/hour-field.tsx';
import { TextareaField } from '../../../forms/text-field.tsx';
import { useServerForm } from '../../../forms/use-server-form.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { pauseWords, scheduleWords } from './schedule-words.ts';

type PausableJob = keyof typeof pauseWords;

/** '' stands for no end: until somebody resumes it. */
const schema = cron.pause.input.pick({ reason: true }).extend({ until: z.string() });
const blank = { reason: '', until: '' };

/** Which schedules may be paused, the server says; these are the ones with words for it. */
function pausable(job: Schedule['job']): job is PausableJob {
  return job in pauseWords;
}

/** Holds a schedule back, with a reason, for a while or until somebody resumes it. */
export function PauseDialog({ job }: { job: Schedule['job'] }) {
  const [open, setOpen] = useState(false);
  if (!pausable(job)) return null;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Pause: ${scheduleWords[job].title.toLowerCase()}`}
      description={pauseWords[job]}
      trigger={
        <Button>
          <Pause aria-hidden="true" /> Pause
        </Button>
      }
    >
      <PauseForm job={job} close={() => setOpen(false)} />
    </Dialog>
  );
}

function PauseForm({ job, close }: { job: PausableJob; close: () => void }) {
  const pause = usePauseSchedule();
  const toast = useToast();
  const form = useServerForm({
    schema,
    saved: blank,
    save: async ({ reason, until }) => {
      await pause.mutateAsync({ job, reason, until: until === '' ? null : until });
      toast({ title: 'Paused' });
      close();
      return null;
    },
  });
  return (
    <Form
      form={form}
      guard={false}
      submitLabel="Pause"
      actions={<DialogClose render={<Button disabled={form.saving}>Back</Button>} />}
    >
      <TextareaField name="reason" label="Reason" hint="Shown on the page and kept in the audit log." />
      <div className="grid gap-2">
        <HourField name="until" label="Until" hint="Left empty, until somebody resumes it." />
        <Lengths />
      </div>
    </Form>
  );
}

const lengths = [
  { label: '1 hour', hours: 1 },
  { label: '4 hours', hours: 4 },
  { label: '1 day', hours: 24 },
];

function Lengths() {
  const { setValue } = useFormContext<typeof blank>();
  const now = useNow();
  const inHours = (hours: number) =>
    `${new Date(now.getTime() + hours * 3_600_000).toISOString().slice(0, 16)}:00Z`;
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Common lengths</legend>
      {lengths.map(({ label, hours }) => (
        <Button
          key={hours}
          size="sm"
          onClick={() => setValue('until', inHours(hours), { shouldDirty: true, shouldValidate: true })}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

/** Ends a pause: what is due is caught up by the watchdog. */
export function ResumeButton({ job }: { job: Schedule['job'] }) {
  const resume = useResumeSchedule();
  const toast = useToast();
  if (!pausable(job)) return null;
  const press = () =>
    resume.mutate(
      { job },
      {
        onSuccess: () =>
          toast({ title: 'Resumed', description: 'What is due is caught up within two minutes.' }),
        onError: (error) => toast({ title: 'It stays paused', description: error.message, tone: 'bad' }),
      },
    );
  return (
    <Button size="sm" busy={resume.isPending} onClick={press}>
      <Play aria-hidden="true" /> Resume
    </Button>
  );
}
