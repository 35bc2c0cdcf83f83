import { RefreshCw } from 'lucide-react';
import { useCheckTopUp } from '../../../api/top-ups.ts';
import { topUpWords } from '../../../components/top-up-badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { useToast } from '../../../components/ui/toast.tsx';

/** Asks PayPal now what became of a top-up. What it finds paid is credited, once. */
export function CheckButton({ id }: { id: number }) {
  const check = useCheckTopUp();
  const toast = useToast();
  const ask = () =>
    check.mutate(
      { id },
      {
        onSuccess: ({ status }) =>
          toast({ title: 'PayPal answered', description: topUpWords[status].meaning }),
        onError: (error) =>
          toast({ title: 'PayPal could not be asked', description: error.message, tone: 'bad' }),
      },
    );
  return (
    <Button onClick={ask} busy={check.isPending}>
      <RefreshCw /> Ask PayPal
    </Button>
  );
}
