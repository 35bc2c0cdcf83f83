import { useTestChannel } from '../../../api/channels.ts';
import { Button } from '../../../components/ui/button.tsx';
import { useToast } from '../../../components/ui/toast.tsx';

/** Sends a test message as the channel is saved, and says what the other side answered. */
export function TestButton({
  input,
  children,
  disabled,
}: {
  input: Parameters<ReturnType<typeof useTestChannel>['mutate']>[0];
  children: string;
  disabled?: boolean;
}) {
  const test = useTestChannel();
  const toast = useToast();
  const press = () =>
    test.mutate(input, {
      onSuccess: ({ sent, detail }) =>
        toast({
          title: sent ? 'Test sent' : 'The test was not sent',
          description: detail,
          tone: sent ? undefined : 'bad',
        }),
      onError: (error) => toast({ title: 'The test was not sent', description: error.message, tone: 'bad' }),
    });
  return (
    <Button busy={test.isPending} disabled={disabled} onClick={press}>
      {children}
    </Button>
  );
}
