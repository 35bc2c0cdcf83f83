import { AlertDialog } from '../components/ui/alert-dialog.tsx';
import { Button } from '../components/ui/button.tsx';

/** Asks whether unsaved changes may be dropped. */
export function LeaveQuestion(props: { asked: boolean; leave: () => void; stay: () => void }) {
  const { asked, leave, stay } = props;
  return (
    <AlertDialog
      open={asked}
      onOpenChange={(open) => {
        if (!open) stay();
      }}
      title="Leave without saving?"
      description="What you changed on this page has not been saved, and will be lost."
      actions={
        <>
          <Button onClick={stay}>Stay here</Button>
          <Button variant="danger" onClick={leave}>
            Leave without saving
          </Button>
        </>
      }
    />
  );
}
