import { AlertDialog } from '../components/ui/alert-dialog.tsx';
import { Button } from '../components/ui/button.tsx';
import { useHeldNavigation } from './leave-guard.ts';

/** Asks whether unsaved changes may be dropped. Once in the app, beside the router. */
export function LeaveDialog() {
  const { asked, leave, stay } = useHeldNavigation();
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
